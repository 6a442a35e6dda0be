// SPDX-License-Identifier: Apache-2.0

/// Where in a stream the next byte stands that belongs to no encrypted frame.
enum StreamPlace: Equatable {
    /// Where a telegram or a frame begins: at the start of the stream, behind a telegram or a frame, after silence.
    case border
    /// In a plain telegram, from `/` at a line start through the line end after `!` at a line start.
    case telegram(Line)
    /// In bytes that are no telegram: the rest of one whose beginning was missed, or a line that nobody understands.
    case noise(atLineStart: Bool)
    /// Behind a damaged header. What follows is ciphertext and of no use to anybody.
    case damaged(atLineStart: Bool)

    enum Line: Equatable {
        case start
        case data
        /// The line that begins with `!`.
        case end
    }

    /// Whether bytes that stand here are dropped instead of handed out.
    var isDropped: Bool {
        if case .damaged = self { true } else { false }
    }

    /// The place of the byte after `byte`, if that stands here.
    func after(_ byte: UInt8) -> StreamPlace {
        let isLineFeed = byte == UInt8(ascii: "\n")
        switch self {
        case .border:
            if Self.beginsTelegram(byte) { return .telegram(.data) }
            return Self.isBlank(byte) ? .border : .noise(atLineStart: false)
        case .telegram(.end):
            return isLineFeed ? .border : self
        case .telegram(.start) where byte == UInt8(ascii: "!"):
            return .telegram(.end)
        case .telegram:
            return .telegram(isLineFeed ? .start : .data)
        case .noise(let atLineStart):
            return atLineStart && Self.beginsTelegram(byte) ? .telegram(.data) : .noise(atLineStart: isLineFeed)
        case .damaged(let atLineStart):
            return atLineStart && Self.beginsTelegram(byte) ? .telegram(.data) : .damaged(atLineStart: isLineFeed)
        }
    }

    /// A `/`, also as it looks with even parity on a seven-bit line that is read with eight bits. `!` and the line feed have
    /// an even number of ones and look the same on both.
    private static func beginsTelegram(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "/") | 0x80
    }

    /// What meters and bridges put between telegrams.
    private static func isBlank(_ byte: UInt8) -> Bool {
        [UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: " "), 0].contains(byte)
    }
}
