// SPDX-License-Identifier: Apache-2.0

import Decryption
import FuzzingProperties
import Telegrams

/// What comes of a stream with encrypted frames in it, on the way that the program's inputs send it.
struct DecryptedStream {
    static let maximumFrameLength = EncryptedFrameReader.maximumFrameLength

    /// The plain bytes and frames, neighbouring plain bytes joined.
    private(set) var elements: [EncryptedFrameReader.Element] = []
    private(set) var released: [(frame: EncryptedFrame, text: DecryptedText)] = []
    private(set) var faults: [DecryptionFault] = []
    private(set) var decoded: DecodedStream

    private var reader = EncryptedFrameReader()
    private var decryptor: FrameDecryptor?

    init(_ input: EncryptedInput) {
        decoded = DecodedStream(input.policy, learns: true)
        let own = input.hasAuthenticationKey ? Self.key(SealingMeter.AuthenticationKey.own.bytes) : nil
        decryptor = Self.key(SealingMeter.key).map {
            FrameDecryptor(key: $0, authenticationKey: own, counterMustGrow: input.counterMustGrow)
        }
    }

    private static func key(_ bytes: [UInt8]) -> DecryptionKey? {
        try? DecryptionKey(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    mutating func read(_ bytes: ArraySlice<UInt8>) {
        var new: [EncryptedFrameReader.Element] = []
        reader.read(bytes) { new.append($0) }
        let held = reader.heldByteCount
        require(held <= Self.maximumFrameLength, "\(held) bytes wait for the rest of a frame")
        for element in new { take(element) }
    }

    mutating func end(_ ending: DecodedStream.Ending) {
        var new: [EncryptedFrameReader.Element] = []
        reader.finish { new.append($0) }
        for element in new { take(element) }
        require(reader.heldByteCount == 0, "bytes are held beyond the end")
        decoded.end(ending)
    }

    private mutating func take(_ element: EncryptedFrameReader.Element) {
        switch element {
        case .plain(let bytes):
            decoded.decode(bytes[...])
            if case .plain(let before) = elements.last {
                elements[elements.count - 1] = .plain(before + bytes)
                return
            }
        case .broken(let damage):
            require(damage.description.hasSuffix("."), "no sentence: \(damage)")
        case .frame(let frame):
            require(frame.systemTitle.description.utf8.count >= 16, "a title of \(frame.systemTitle)")
            decrypt(frame)
        }
        elements.append(element)
    }

    private mutating func decrypt(_ frame: EncryptedFrame) {
        do throws(DecryptionFault) {
            guard let text = try decryptor?.decrypt(frame, hasValidChecksum: Self.isVerifiedTelegram) else { return }
            released.append((frame, text))
            decoded.decode(text.bytes[...])
        } catch {
            require(error.description.hasSuffix("."), "no sentence: \(error)")
            faults.append(error)
        }
    }

    /// As the inputs judge it: one whole telegram whose checksum verifies.
    private static func isVerifiedTelegram(_ text: [UInt8]) -> Bool {
        var decoded = DecodedStream(.required, learns: false)
        decoded.decode(text[...])
        decoded.end(.finish)
        return decoded.outcomes.count == 1 && decoded.accepted.count == 1
    }
}
