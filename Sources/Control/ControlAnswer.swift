// SPDX-License-Identifier: Apache-2.0

/// What a gateway says to an order.
package struct ControlAnswer: Sendable {
    /// One line: what is done, or why nothing is.
    package let reply: ControlReply
    /// What goes on after that until its last line is due; it is cancelled when whoever asked for it goes away.
    package let exercise: (@Sendable () async -> ControlReply)?

    package init(_ reply: ControlReply, exercise: (@Sendable () async -> ControlReply)? = nil) {
        self.reply = reply
        self.exercise = exercise
    }
}

/// One line of an answer, on the wire with a `+` or a `-` before it.
package enum ControlReply: Sendable, Equatable {
    case done(String)
    case refused(String)

    /// Reads a line without its end; nil if it is none.
    init?(line: Substring) {
        switch line.first {
        case "+": self = .done(String(line.dropFirst()))
        case "-": self = .refused(String(line.dropFirst()))
        default: return nil
        }
    }

    var line: String {
        switch self {
        case .done(let text): "+\(text)\n"
        case .refused(let text): "-\(text)\n"
        }
    }
}
