// SPDX-License-Identifier: Apache-2.0

import Decryption
import FuzzingProperties
import Telegrams

/// What holds for every stream with encrypted frames in it.
enum EncryptedProperties {
    static func check(_ input: EncryptedInput) {
        let whole = input.decrypted(.whole)
        checkSame(whole, input.decrypted(input.pieces))
        checkVouchers(whole, input)
        if input.counterMustGrow { checkCounters(whole.released) }
        if let expected = input.expectedTexts {
            require(whole.released.map(\.text.bytes) == expected, "what was sealed did not come out: \(whole.faults)")
        }
        var questions = Questions()
        for telegram in whole.decoded.accepted { questions.ask(telegram) }
    }

    private static func checkSame(_ whole: DecryptedStream, _ inPieces: DecryptedStream) {
        require(whole.elements == inPieces.elements, "the stream in pieces holds other frames")
        require(whole.faults == inPieces.faults, "faults \(whole.faults), in pieces \(inPieces.faults)")
        require(whole.released.map(\.text) == inPieces.released.map(\.text), "the stream in pieces says other texts")
        let (left, right) = (whole.decoded.outcomes, inPieces.decoded.outcomes)
        let isSame = left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        require(isSame, "\(left.count) telegrams and rejections, others in pieces (\(right.count))")
    }

    /// No text is released that neither a tag nor its own checksum vouches for. Sealed again, it gives bytes of the stream:
    /// with the tag where that is said to have verified.
    private static func checkVouchers(_ whole: DecryptedStream, _ input: EncryptedInput) {
        var rest = input.stream[...]
        for (frame, text) in whole.released {
            let key: SealingMeter.AuthenticationKey
            switch text.assurance {
            case .tagVerified(.specification): key = .specification
            case .tagVerified(.configured):
                require(input.hasAuthenticationKey, "verified with a key that is not configured")
                key = .own
            case .innerChecksumOnly:
                require(holdsVerifiedTelegram(text.bytes), "released, but nothing vouches for it")
                key = .unknown
            }
            let counter = frame.frameCounter
            var content = SealingMeter.content(text.bytes, title: title(frame), counter: counter, key)
            if key == .unknown { content.removeLast(12) }
            guard let end = end(of: content, in: rest) else {
                return require(false, "\(text.assurance): a text that was not sent, or without its tag")
            }
            rest = rest[end...]
        }
    }

    private static func title(_ frame: EncryptedFrame) -> [UInt8] {
        let digits = Array(frame.systemTitle.description.utf8.prefix(16))
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
        }
    }

    private static func end(of bytes: [UInt8], in stream: ArraySlice<UInt8>) -> Int? {
        guard bytes.count <= stream.count else { return nil }
        for start in stream.startIndex...stream.endIndex - bytes.count where stream[start] == bytes[0] {
            if stream[start..<start + bytes.count].elementsEqual(bytes) { return start + bytes.count }
        }
        return nil
    }

    /// Whether a `/` at the start of a line and a `!` enclose what the digits behind the `!` are a checksum of; on a line of
    /// seven bits, too.
    private static func holdsVerifiedTelegram(_ text: [UInt8]) -> Bool {
        for mask in [UInt8(0xFF), 0x7F] {
            let text = text.map { $0 & mask }
            for start in text.indices where text[start] == UInt8(ascii: "/") {
                // In mid-line three letters must follow; without this a text of slashes takes seconds.
                let isLineStart = start == 0 || text[start - 1] < UInt8(ascii: " ")
                guard isLineStart || text[(start + 1)...].prefix(3).allSatisfy(isLetter) else { continue }
                for mark in text[start...].indices where text[mark] == UInt8(ascii: "!") {
                    guard let sent = BitwiseChecksum.sent(text[...], at: mark + 1, mask: mask) else { continue }
                    let isValid = Checksum.allCases.contains {
                        BitwiseChecksum.value($0, of: text[start...mark]) == sent
                    }
                    if isValid { return true }
                }
            }
        }
        return false
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Of one meter, no frame is accepted twice in a row, and an older one only if its tag vouches for it.
    private static func checkCounters(_ released: [(frame: EncryptedFrame, text: DecryptedText)]) {
        for (before, after) in zip(released, released.dropFirst()) {
            let isSameMeter = before.frame.systemTitle == after.frame.systemTitle
            let (last, next) = (before.frame.frameCounter, after.frame.frameCounter)
            require(!isSameMeter || last != next, "the frame with the counter \(next) was accepted twice")
            let isRestart = !isSameMeter || next < last
            require(after.text.didCounterRestart == isRestart, "counter \(next) after \(last): a restart or not?")
            guard isRestart else { continue }
            require(after.text.assurance != .innerChecksumOnly, "counter \(next) after \(last) without a tag")
        }
    }
}
