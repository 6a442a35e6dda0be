// SPDX-License-Identifier: Apache-2.0

import FuzzingProperties
import Telegrams

/// What holds for every stream of bytes.
enum StreamProperties {
    /// `TelegramFramer.maximumLength`: neither a telegram nor what is refused is longer.
    private static let maximumLength = 16_384

    static func check(_ input: StreamInput) {
        var accepted: [ChecksumPolicy: [Telegram]] = [:]
        for policy in ChecksumPolicy.allCases {
            let whole = input.decoded(policy, .whole)
            checkSame(whole, input.decoded(policy, input.pieces), policy)
            for (part, outcomes) in zip(input.parts, whole) { checkPlaces(of: outcomes, in: part) }
            let telegrams = whole.joined().compactMap { if case .telegram(let telegram) = $0 { telegram } else { nil } }
            checkPolicy(policy, telegrams, learns: input.learns)
            accepted[policy] = telegrams
        }
        let all = accepted[.none] ?? []
        for policy in [ChecksumPolicy.required, .ifPresent] {
            checkStrictness(policy, accepted[policy] ?? [], among: all)
        }
        // Whatever another policy accepts is among these.
        var questions = Questions()
        for telegram in all { questions.ask(telegram) }
    }

    private static func checkSame(
        _ whole: [[TelegramDecoder.Outcome]],
        _ inPieces: [[TelegramDecoder.Outcome]],
        _ policy: ChecksumPolicy
    ) {
        for (left, right) in zip(whole, inPieces) {
            require(
                left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) },
                "\(policy): the stream as a whole gives \(left.map(words)), in pieces \(right.map(words))"
            )
        }
    }

    /// What is told stands in the stream, in this order, no byte twice; and so does the checksum that was told.
    private static func checkPlaces(of outcomes: [TelegramDecoder.Outcome], in part: [UInt8]) {
        var rest = part[...]
        for outcome in outcomes {
            let bytes = outcome.bytes
            require(bytes.count <= maximumLength, "\(bytes.count) bytes are more than were to be held")
            require(bytes.first.map { $0 & 0x7F } == UInt8(ascii: "/"), "what begins with \(bytes.prefix(1)) was told")
            guard let end = end(of: bytes, sentChecksum(outcome), in: rest) else {
                return require(false, "bytes or a checksum were told that were not sent: \(words(outcome))")
            }
            rest = rest[end...]
        }
    }

    /// The checksum that must have been sent: the right one where it is called valid.
    private static func sentChecksum(_ outcome: TelegramDecoder.Outcome) -> UInt16? {
        let (sent, computed): (UInt16, UInt16)
        switch outcome {
        case .telegram(let telegram):
            switch telegram.checksum {
            case .valid(let algorithm): return BitwiseChecksum.value(algorithm, of: telegram.bytes)
            case .absent: return nil
            case .invalid(sent: let told, computed: let result): (sent, computed) = (told, result)
            }
        case .rejected(.checksumMismatch(sent: let told, computed: let result), _): (sent, computed) = (told, result)
        case .rejected: return nil
        }
        let isRight = Checksum.allCases.contains { BitwiseChecksum.value($0, of: outcome.bytes) == computed }
        require(isRight && sent != computed, "the checksum is not what was computed: \(words(outcome))")
        return sent
    }

    /// Where the first occurrence of `bytes` ends that `checksum` stands behind; on a line of seven bits, too.
    private static func end(of bytes: [UInt8], _ checksum: UInt16?, in part: ArraySlice<UInt8>) -> Int? {
        guard bytes.count <= part.count else { return nil }
        for start in part.startIndex...part.endIndex - bytes.count {
            for mask in [UInt8(0xFF), 0x7F] {
                var index = 0
                while index < bytes.count, part[start + index] & mask == bytes[index] { index += 1 }
                let end = start + bytes.count
                guard index == bytes.count else { continue }
                if checksum == nil || BitwiseChecksum.sent(part, at: end, mask: mask) == checksum { return end }
            }
        }
        return nil
    }

    private static func checkPolicy(_ policy: ChecksumPolicy, _ telegrams: [Telegram], learns: Bool) {
        var hasSeenChecksum = false
        for telegram in telegrams {
            switch telegram.checksum {
            case .valid: hasSeenChecksum = true
            case .absent:
                let mayBeAbsent = policy == .none || (policy == .ifPresent && !(learns && hasSeenChecksum))
                require(mayBeAbsent, "\(policy): accepted without a checksum")
            case .invalid: require(policy == .none, "\(policy): accepted with a wrong checksum")
            }
        }
    }

    /// A stricter policy accepts less, nothing else, and everything that a checksum proves.
    private static func checkStrictness(_ policy: ChecksumPolicy, _ telegrams: [Telegram], among all: [Telegram]) {
        var rest = all[...]
        for telegram in telegrams {
            guard let index = rest.firstIndex(where: { $0.isSame(as: telegram) }) else {
                return require(false, "\(policy): accepted what the policy 'none' does not")
            }
            rest = rest[(index + 1)...]
        }
        let proved = { (telegrams: [Telegram]) in
            telegrams.count { if case .valid = $0.checksum { true } else { false } }
        }
        require(proved(telegrams) == proved(all), "\(policy): a valid checksum was not enough")
    }

    private static func words(_ outcome: TelegramDecoder.Outcome) -> String {
        switch outcome {
        case .telegram(let telegram): "a telegram of \(telegram.bytes.count) bytes (\(telegram.checksum))"
        case .rejected(let reason, let bytes): "\(bytes.count) bytes rejected (\(reason))"
        }
    }
}
