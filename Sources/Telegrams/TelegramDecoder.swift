// SPDX-License-Identifier: Apache-2.0

/// Bytes in, telegrams out: framing, checksum and lines, for one source.
///
/// Gives the same result however the stream is cut into pieces, holds at most one telegram, and lets nothing out that the
/// checksum policy has not accepted.
package struct TelegramDecoder: Sendable {
    /// What became of a piece of the stream.
    package enum Outcome: Sendable {
        case telegram(Telegram)
        /// The bytes that were refused, and why.
        case rejected(Rejection, bytes: [UInt8])
    }

    /// What telegrams must show to be believed.
    package private(set) var policy: ChecksumPolicy
    /// Whether this source has shown a valid checksum.
    package private(set) var hasSeenChecksum = false

    /// Whether `ifPresent` requires a checksum once one was valid. Off where each telegram is judged by itself, as in a file
    /// that somebody put together from many sources.
    private let learns: Bool
    private var framer = TelegramFramer()
    private var algorithm = Checksum.arc
    private var indexer = TelegramIndexer()
    /// What is being judged, its parity bits removed.
    private var candidate: [UInt8] = []

    /// A decoder that has seen nothing yet.
    ///
    /// - Parameters:
    ///   - policy: what telegrams must show to be believed.
    ///   - learnsFromChecksums: whether `ifPresent` becomes `required` with the first valid checksum.
    package init(policy: ChecksumPolicy = .ifPresent, learnsFromChecksums: Bool = true) {
        self.policy = policy
        learns = learnsFromChecksums
    }

    /// Takes the next piece of the stream and hands out every telegram that it completes.
    package mutating func decode(_ bytes: Span<UInt8>, _ body: (Outcome) -> Void) {
        framer.append(bytes)
        while let frame = framer.nextFrame() { judge(frame, body) }
    }

    /// The same for bytes of one's own.
    package mutating func decode(_ bytes: [UInt8], _ body: (Outcome) -> Void) { decode(bytes.span, body) }

    /// The stream has ended: what stands there is judged as it is.
    package mutating func finish(_ body: (Outcome) -> Void) {
        while let frame = framer.finish() { judge(frame, body) }
    }

    /// What comes next does not continue what has come: a telegram that was begun is refused.
    package mutating func breakOff(_ body: (Outcome) -> Void) {
        guard let frame = framer.breakOff(), !frame.isDoubtful else { return }
        load(frame.range, isSevenBit: frame.isSevenBit)
        reject(.cut, body)
    }

    private mutating func judge(_ frame: TelegramFramer.Frame, _ body: (Outcome) -> Void) {
        load(frame.range, isSevenBit: frame.isSevenBit)
        if frame.isDoubtful {
            // Anything else than a verified telegram was noise with a slash in it, and noise is not counted.
            guard case .checksum(let sent) = frame.ending else { return }
            let starts = [0] + laterStarts()
            guard let start = starts.first(where: { verifiedAlgorithm(sent, from: $0) != nil }) else { return }
            candidate.removeFirst(start)
        }
        if frame.isSevenBit {
            let errors = framer.buffer[frame.range].count { $0.nonzeroBitCount & 1 == 1 }
            guard errors == 0 else { return reject(.parityErrors(errors), body) }
        }
        switch frame.ending {
        case .checksum(let sent): judgeChecksum(sent, body)
        case .bare: accept(.absent, body)
        // Only in a file that somebody put together: a live stream that ends here was broken off, nobody knows before what.
        case .endOfStream where !learns && policy != .required:
            accept(.absent, isEnded: false, body)
        case .cut, .endOfStream: reject(.cut, body)
        case .tooLong: reject(.tooLong, body)
        }
    }

    private mutating func judgeChecksum(_ sent: UInt16, _ body: (Outcome) -> Void) {
        if let verified = verifiedAlgorithm(sent, from: 0) {
            return accept(.valid(verified), body)
        }
        let computed = algorithm.value(of: candidate.span, 0..<candidate.count)
        // A telegram that was broken off in mid-line, and the next one began at once: its checksum still proves it.
        for start in laterStarts() where verifiedAlgorithm(sent, from: start) != nil {
            let whole = candidate
            candidate = Array(whole[..<start])
            reject(.cut, body)
            candidate = Array(whole[start...])
            return accept(.valid(algorithm), body)
        }
        guard policy == .none else { return reject(.checksumMismatch(sent: sent, computed: computed), body) }
        accept(.invalid(sent: sent, computed: computed), body)
    }

    /// The algorithm that gives `sent`, the one that worked before first; a source that has shown one is held to it.
    private mutating func verifiedAlgorithm(_ sent: UInt16, from start: Int) -> Checksum? {
        let range = start..<candidate.count
        if algorithm.value(of: candidate.span, range) == sent { return algorithm }
        guard !(learns && hasSeenChecksum) else { return nil }
        for other in Checksum.allCases where other != algorithm && other.value(of: candidate.span, range) == sent {
            algorithm = other
            return other
        }
        return nil
    }

    /// Where else in the bytes a telegram could begin: `/` and three letters, at most sixteen of them, so that a stream made
    /// of slashes costs no more than any other.
    private func laterStarts() -> [Int] {
        let bytes = candidate
        var starts: [Int] = []
        var index = 1
        while index + 4 < bytes.count, starts.count < 16 {
            if bytes[index] == UInt8(ascii: "/"), bytes[index + 1...index + 3].allSatisfy(isLetter) {
                starts.append(index)
            }
            index += 1
        }
        return starts
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }

    /// - Parameter isEnded: whether there was a `!`.
    private mutating func accept(_ verdict: ChecksumVerdict, isEnded: Bool = true, _ body: (Outcome) -> Void) {
        if case .absent = verdict, policy == .required || (policy == .ifPresent && learns && hasSeenChecksum) {
            return reject(.checksumMissing, body)
        }
        let telegram = indexer.telegram(&candidate, verdict)
        if case .valid = verdict {
            hasSeenChecksum = true
        } else if let malformed = telegram.oddities.first(where: \.isMalformed) {
            return body(.rejected(.malformedLine(malformed.line), bytes: telegram.bytes))
        }
        guard !telegram.objects.isEmpty else { return body(.rejected(.empty, bytes: telegram.bytes)) }
        // A `!` that nobody copied is forgiven to those who have nothing behind it; of others it may have been any line that
        // was broken off.
        if !isEnded, !telegram.isOfDialectWithoutChecksum { return body(.rejected(.cut, bytes: telegram.bytes)) }
        body(.telegram(telegram))
    }

    private func reject(_ reason: Rejection, _ body: (Outcome) -> Void) {
        body(.rejected(reason, bytes: candidate))
    }

    private mutating func load(_ range: Range<Int>, isSevenBit: Bool) {
        candidate.removeAll(keepingCapacity: true)
        candidate.append(contentsOf: framer.buffer[range])
        guard isSevenBit else { return }
        for index in candidate.indices { candidate[index] &= 0x7F }
    }
}
