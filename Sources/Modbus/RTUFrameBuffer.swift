// SPDX-License-Identifier: Apache-2.0

/// Cuts a stream of bytes into RTU frames, however the bytes arrive, by what the functions say about lengths and by the
/// checksum.
///
/// On a serial line silence ends a frame, but a converter to TCP or an adapter on USB hands bytes on in clumps. So a frame is
/// what begins where the last one ended, is as long as its function says, and verifies. A function that isn't known, and an
/// answer of unknown length, is as long as the shortest beginning that verifies. Where nothing fits, a byte is passed over
/// and the next one may begin a frame; until one is found, only known functions count, since otherwise every 65,536th piece
/// of noise would be a frame.
///
/// What other units answer is recognised by the request before it and left out. An answer that isn't (the request before it was
/// damaged) can be taken for a request if it has the length of one: functions 5 and 6, which answer with the request, and
/// functions 1 and 2 with 17 to 24 bits. It carries the id of the other unit all the same, so nobody answers it. An answer of
/// function 3 or 4 has an odd length and never looks like a request.
package struct RTUFrameBuffer {
    /// Two frames: after all complete ones are taken out, there is always room for one more.
    package static let capacity = 2 * RTUFrame.longest
    /// More bytes than this without a frame among them are no RTU: one frame heard from the middle and one damaged fit in.
    package static let mostNoise = 2 * RTUFrame.longest

    private var bytes = [UInt8](repeating: 0, count: capacity)
    private var end = 0
    private var expected: ExpectedAnswer?
    /// Whether the first byte follows on a frame or on silence.
    private var isInStep = true
    /// Bytes that were passed over since the last frame.
    package private(set) var noise = 0
    /// Bytes that were ever passed over.
    package private(set) var totalNoise: UInt64 = 0

    package init() {}

    /// Whether a frame has begun and isn't complete yet.
    package var holdsPartialFrame: Bool { end > 0 }

    /// Bytes that have come since the last frame.
    package var bytesSinceFrame: Int { noise + end }

    /// Lets `source` write into the buffer from the given index on, and returns what it says: how many bytes it wrote;
    /// zero or less if none.
    package mutating func fill(_ source: (_ buffer: inout MutableSpan<UInt8>, _ from: Int) -> Int) -> Int {
        let from = end
        var span = bytes.mutableSpan
        let count = source(&span, from)
        if count > 0 { end = min(end + count, Self.capacity) }
        return count
    }

    /// Hands each request to `serve`, in order and whole, its checksum included, until it returns false.
    ///
    /// - Parameter silenceFollows: whether nothing more will come: what is incomplete then is noise.
    package mutating func takeRequests(silenceFollows: Bool = false, _ serve: (_ frame: Span<UInt8>) -> Bool) {
        var start = 0
        defer {
            discard(start)
            if end == 0 { isInStep = true }
        }
        while start < end {
            switch nextFrame(from: start) {
            case .incomplete where !silenceFollows: return
            case .ofAnyLength where !silenceFollows:
                guard let next = verifiedRequest(after: start) else { return }
                passOver(next - start)
                start = next
            case .incomplete, .ofAnyLength, .noise:
                passOver(1)
                start += 1
            case .answer(let length):
                start += length
                noise = 0
                isInStep = true
                expected = nil
            case .request(let length):
                let place = start..<start + length
                start += length
                noise = 0
                isInStep = true
                expected = ExpectedAnswer(to: bytes.span.extracting(place))
                if !serve(bytes.span.extracting(place)) { return }
            }
        }
    }

    /// Forgets what hasn't become a frame in time. Nothing in it is served any more: RTU answers carry no transaction id, so that
    /// the client would take one that comes late for the answer to its next request.
    package mutating func discardPartialFrame() {
        noise += end
        totalNoise += UInt64(end)
        end = 0
        expected = nil
        isInStep = true
    }

    private enum Next {
        case request(Int)
        case answer(Int)
        case incomplete
        /// Incomplete, and nothing says what is lacking.
        case ofAnyLength
        case noise
    }

    private func nextFrame(from start: Int) -> Next {
        let rest = bytes.span.extracting(start..<end)
        if !isInStep, rest[0] > RTUFrame.lastUnit { return .noise }
        guard rest.count >= 2 else { return .incomplete }
        var mayBecomeOne = false
        let length = RTUFrame.lengthOfRequest(rest)
        if let length = verified(rest, length, &mayBecomeOne) { return .request(length) }
        if let expected, let length = verified(rest, expected.length(rest), &mayBecomeOne) { return .answer(length) }
        if isInStep, length == .unknown || expected?.isOfUnknownLength(rest) ?? false {
            if let length = RTUFrame.shortestVerified(rest) {
                // Codes from 128 on are those of exceptions: an answer whose request was not heard.
                return rest[1] < 0x80 ? .request(length) : .answer(length)
            }
            if rest.count < RTUFrame.longest { return .ofAnyLength }
        }
        return mayBecomeOne ? .incomplete : .noise
    }

    /// Where behind `start` a request stands that verifies: then what is before it is no frame.
    private func verifiedRequest(after start: Int) -> Int? {
        var mayBecomeOne = false
        return (start + 1..<end).first { index in
            let rest = bytes.span.extracting(index..<end)
            guard rest[0] <= RTUFrame.lastUnit else { return false }
            return verified(rest, RTUFrame.lengthOfRequest(rest), &mayBecomeOne) != nil
        }
    }

    private mutating func passOver(_ count: Int) {
        noise += count
        totalNoise += UInt64(count)
        isInStep = false
    }

    private func verified(_ rest: Span<UInt8>, _ length: RTUFrame.Length, _ mayBecomeOne: inout Bool) -> Int? {
        switch length {
        case .known(let length) where length <= rest.count:
            return RTUChecksum.verifies(rest, count: length) ? length : nil
        case .known, .notYet:
            mayBecomeOne = true
            return nil
        case .unknown: return nil
        }
    }

    private mutating func discard(_ count: Int) {
        guard count > 0 else { return }
        for index in count..<end { bytes[index - count] = bytes[index] }
        end -= count
    }
}
