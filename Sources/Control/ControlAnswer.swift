// SPDX-License-Identifier: Apache-2.0

/// What a gateway says to an order.
package struct ControlAnswer: Sendable {
    /// What is done, or why nothing is.
    package let reply: ControlReply
    /// What goes on after that until its last line is due; it is cancelled when whoever asked for it goes away.
    package let exercise: (@Sendable () async -> ControlReply)?

    package init(_ reply: ControlReply, exercise: (@Sendable () async -> ControlReply)? = nil) {
        self.reply = reply
        self.exercise = exercise
    }
}

/// A part of an answer: on the wire one line, with a `+` or a `-` before it and vertical tabs for its own line breaks.
package enum ControlReply: Sendable, Equatable {
    case done(String)
    case refused(String)

    private static let lineBreak = "\u{B}"

    /// Reads a line without its end; nil if it is none.
    init?(line: Substring) {
        let text = line.dropFirst().split(separator: Self.lineBreak, omittingEmptySubsequences: false)
            .joined(separator: "\n")
        switch line.first {
        case "+": self = .done(text)
        case "-": self = .refused(text)
        default: return nil
        }
    }

    var line: String {
        let (sign, text) =
            switch self {
            case .done(let text): ("+", text)
            case .refused(let text): ("-", text)
            }
        return sign + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: Self.lineBreak)
            + "\n"
    }
}
