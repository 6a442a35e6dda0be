// SPDX-License-Identifier: Apache-2.0

package import Decryption
import Telegrams

/// Another input with the encrypted frames in its stream replaced by the telegrams inside them. Plain telegrams pass.
package struct DecryptingInput: Input {
    private let input: any Input
    private let decryptor: FrameDecryptor?

    /// - Parameter decryptor: `nil` where no key is known; frames are named then, and nothing of them is handed out.
    package init(_ input: any Input, decryptor: FrameDecryptor?) {
        self.input = input
        self.decryptor = decryptor
    }

    package func run(delivering deliver: (InputEvent) async -> Void) async {
        var reader = EncryptedFrameReader()
        var decryptor = decryptor
        var lastArrival: ContinuousClock.Instant?
        await input.run { event in
            var elements: [EncryptedFrameReader.Element] = []
            switch event {
            case .bytes(let bytes, let arrival):
                lastArrival = arrival
                reader.read(bytes) { elements.append($0) }
            case .disconnected, .ended: reader.finish { elements.append($0) }
            case .connected, .decrypted, .undecipherable: break
            }
            for element in elements {
                guard let lastArrival else { continue }
                for event in DecryptingInput.events(element, lastArrival, &decryptor) { await deliver(event) }
            }
            if case .bytes = event { return }
            await deliver(event)
        }
    }

    private static func events(
        _ element: EncryptedFrameReader.Element,
        _ arrival: ContinuousClock.Instant,
        _ decryptor: inout FrameDecryptor?
    ) -> [InputEvent] {
        switch element {
        case .plain(let bytes): return [.bytes(bytes, arrival: arrival)]
        case .broken(let damage): return [.undecipherable(.damaged(damage))]
        case .frame(let frame):
            do throws(DecryptionFault) {
                let text = try decryptor?.decrypt(frame, hasValidChecksum: isVerifiedTelegram)
                guard let text else { return [.undecipherable(.noKey)] }
                return [
                    .decrypted(text.assurance, didCounterRestart: text.didCounterRestart),
                    .bytes(text.bytes, arrival: arrival),
                ]
            } catch {
                return [.undecipherable(.refused(error))]
            }
        }
    }

    /// Whether a text is one whole telegram whose checksum verifies.
    private static func isVerifiedTelegram(_ text: [UInt8]) -> Bool {
        var decoder = TelegramDecoder(policy: .required, learnsFromChecksums: false)
        var accepted = 0
        var rejected = 0
        let count: (TelegramDecoder.Outcome) -> Void = { outcome in
            if case .telegram = outcome { accepted += 1 } else { rejected += 1 }
        }
        decoder.decode(text, count)
        decoder.finish(count)
        return accepted == 1 && rejected == 0
    }
}

/// Why an encrypted frame gave no telegram.
package enum EncryptionFault: Error, Sendable, Hashable, CustomStringConvertible {
    case noKey
    case damaged(FrameDamage)
    case refused(DecryptionFault)

    /// The fault as a sentence: what, and what to do.
    package var description: String {
        switch self {
        case .noKey: "The telegrams are encrypted; the grid operator gives the meter's key out: --key-file FILE."
        case .damaged(let damage): damage.description
        case .refused(let fault): fault.description
        }
    }
}
