// SPDX-License-Identifier: Apache-2.0

/// The Modbus TCP header (MODBUS Messaging on TCP/IP V1.0b, clause 3.1.3):
///
///     transaction id   protocol id = 0   length   unit id   function, data …
///     0        1       2        3        4    5   6         7
///
/// The length counts the bytes from the unit id on.
enum MBAP {
    /// Bytes before the protocol data unit.
    static let headerLength = 7
    /// Bytes that the length field doesn't count.
    static let uncounted = 6
    /// The unit id and a protocol data unit of 1 to 253 bytes.
    static let lengths = 2...254
    /// The longest frame.
    static let longestFrame = 260
}

/// What makes the rest of a byte stream unreadable: after it nothing says where the next frame begins.
package enum FramingViolation: Error, Sendable, Equatable {
    /// A protocol id other than 0.
    case protocolIdentifier(UInt16)
    /// A length outside 2…254.
    case length(UInt16)
    /// So many bytes without an RTU frame among them.
    case noise(Int)
}

/// Cuts the byte stream of one connection into frames, by the header's length alone, however the bytes arrive.
package struct MBAPFrameBuffer {
    /// One frame: after all complete ones are taken out, there is always room for what one still lacks. More would let a client
    /// that floods have more of its requests answered before the others' turn.
    package static let capacity = MBAP.longestFrame

    /// Empty until something is received.
    private var bytes: [UInt8] = []
    private var end = 0

    package init() {}

    /// Gives the buffer away.
    ///
    /// Whoever uses the buffer of a class for longer than a moment takes it out: every access to a property of a class
    /// that lasts is recorded by the Swift runtime, which costs more than the framing.
    @inline(__always)
    mutating func take() -> MBAPFrameBuffer {
        var taken = MBAPFrameBuffer()
        swap(&self, &taken)
        return taken
    }

    /// Whether a frame has begun and isn't complete yet.
    package var holdsPartialFrame: Bool { end > 0 }

    /// Lets `source` write into the buffer from the given index on, and returns what it says: how many bytes it wrote;
    /// zero or less if none.
    @inline(__always)
    package mutating func fill(_ source: (_ buffer: inout MutableSpan<UInt8>, _ from: Int) -> Int) -> Int {
        if bytes.isEmpty { bytes = .init(repeating: 0, count: Self.capacity) }
        let from = end
        var span = bytes.mutableSpan
        let count = source(&span, from)
        if count > 0 { end = min(end + count, Self.capacity) }
        return count
    }

    /// Hands each complete frame to `serve`, in order and whole, until it returns false.
    ///
    /// - Throws: ``FramingViolation`` at a header that cannot be one; the buffer is of no use after that.
    @inline(__always)
    package mutating func takeFrames(_ serve: (_ frame: Span<UInt8>) -> Bool) throws(FramingViolation) {
        var start = 0
        defer { discard(start) }
        while end - start > MBAP.headerLength {
            let protocolIdentifier = bytes.span.word(at: start + 2)
            if protocolIdentifier != 0 { throw .protocolIdentifier(protocolIdentifier) }
            let length = bytes.span.word(at: start + 4)
            if !MBAP.lengths.contains(Int(length)) { throw .length(length) }
            let next = start + MBAP.uncounted + Int(length)
            if next > end { return }
            let frame = bytes.span.extracting(start..<next)
            start = next
            if !serve(frame) { return }
        }
    }

    @inline(__always)
    private mutating func discard(_ count: Int) {
        guard count > 0 else { return }
        for index in count..<end { bytes[index - count] = bytes[index] }
        end -= count
    }
}
