// SPDX-License-Identifier: Apache-2.0

/// Separates a stream into plain bytes and encrypted frames, whatever pieces it comes in.
///
/// Plain bytes pass unchanged and at once, so that a port whose encryption was switched off needs no other settings.
/// A frame has neither start nor stop mark, only a length. So a header counts as one only when its four known bytes and its
/// length agree; then it counts everywhere, in an open telegram too (no telegram holds the byte `08`), for otherwise one
/// telegram that was broken off would swallow every frame after it. Where a frame must begin, `DB 08` alone tells one, and
/// what doesn't go on as a header is reported as damaged.
package struct EncryptedFrameReader: Sendable {
    /// Bytes of the longest frame that is waited for; the longest known holds a text of 3 kB.
    package static let maximumFrameLength = 16_384
    /// A piece of the stream is taken in portions of this size, so that a large piece doesn't make a large buffer.
    private static let portion = 4096

    package enum Element: Sendable, Equatable {
        /// Bytes that belong to no frame, in no particular pieces.
        case plain([UInt8])
        case frame(EncryptedFrame)
        /// A frame that has been given up; its bytes are dropped.
        case broken(FrameDamage)
    }

    private enum State {
        case outside(StreamPlace)
        /// In the frame that begins at `start`.
        case inside(EncryptedFrameHeader)
    }

    private var buffer: [UInt8] = []
    /// The first byte that has not been handed out.
    private var start = 0
    /// The first byte that has not been judged.
    private var position = 0
    private var state = State.outside(.border)

    package init() {}

    /// How many bytes wait for the rest of their frame, at most ``maximumFrameLength``.
    package var heldByteCount: Int { buffer.count - start }

    /// Takes the next piece of the stream and hands out everything that it decides.
    package mutating func read(_ bytes: some Collection<UInt8>, _ body: (Element) -> Void) {
        var rest = bytes[...]
        while !rest.isEmpty {
            buffer.removeSubrange(..<start)
            position -= start
            start = 0
            buffer.append(contentsOf: rest.prefix(Self.portion))
            rest = rest.dropFirst(Self.portion)
            while advance(body) {}
        }
    }

    /// The stream has ended, or was silent for so long that what was begun will not be continued: hands out what there is.
    /// Afterwards a new frame or telegram may begin.
    ///
    /// To be called when the line falls silent, too: a frame that lost bytes otherwise takes as many of the next one.
    package mutating func finish(_ body: (Element) -> Void) {
        switch state {
        case .inside(let header):
            body(.broken(.cut(received: heldByteCount, expected: header.frameLength)))
        case .outside(.border) where heldByteCount > 1:
            body(.broken(.cutInHeader(received: heldByteCount)))
        case .outside(let place):
            handOut(before: buffer.count, at: place, body)
        }
        buffer.removeAll(keepingCapacity: true)
        start = 0
        position = 0
        state = .outside(.border)
    }

    /// Goes on to the next change of state; false when that needs more bytes.
    private mutating func advance(_ body: (Element) -> Void) -> Bool {
        switch state {
        case .outside(let place): pass(from: place, body)
        case .inside(let header): complete(header, body)
        }
    }

    /// Hands out plain bytes up to the next header.
    private mutating func pass(from place: StreamPlace, _ body: (Element) -> Void) -> Bool {
        var place = place
        while position < buffer.count {
            switch EncryptedFrameHeader.read(buffer.span, at: position, before: buffer.count) {
            case .found(let header):
                handOut(before: position, at: place, body)
                enter(header)
                return true
            case .incomplete:
                handOut(before: position, at: place, body)
                state = .outside(place)
                return false
            case .damaged(let damage) where place == .border:
                handOut(before: position, at: place, body)
                body(.broken(damage))
                place = .damaged(atLineStart: false)
            case .damaged, .absent:
                break
            }
            let next = place.after(buffer[position])
            // The `/` that ends a damaged stretch is the first byte of a telegram.
            if place.isDropped, !next.isDropped { handOut(before: position, at: place, body) }
            place = next
            position += 1
        }
        handOut(before: position, at: place, body)
        state = .outside(place)
        return false
    }

    /// Hands out the frame as soon as it is whole. A header of the same meter inside it is the next frame's: bytes were lost.
    private mutating func complete(_ header: EncryptedFrameHeader, _ body: (Element) -> Void) -> Bool {
        let end = start + header.frameLength
        let available = min(end, buffer.count)
        while position < available {
            switch EncryptedFrameHeader.read(buffer.span, at: position, before: available) {
            case .found(let next) where next.systemTitle == header.systemTitle:
                body(.broken(.cut(received: position - start, expected: header.frameLength)))
                enter(next)
                return true
            case .incomplete where available < end:
                return false
            default:
                position += 1
            }
        }
        guard available == end else { return false }
        body(.frame(EncryptedFrame(buffer.span, at: start, header: header)))
        start = end
        position = end
        state = .outside(.border)
        return true
    }

    private mutating func enter(_ header: EncryptedFrameHeader) {
        start = position
        position += header.length
        state = .inside(header)
    }

    private mutating func handOut(before end: Int, at place: StreamPlace, _ body: (Element) -> Void) {
        if end > start, !place.isDropped { body(.plain(Array(buffer[start..<end]))) }
        start = end
    }
}
