// SPDX-License-Identifier: Apache-2.0

import FuzzingProperties
import Telegrams

/// How the fuzzer's bytes are understood: four that say what is done, then the stream, or orders by which the stream is made.
struct EncryptedInput {
    static let headerLength = 4

    let stream: [UInt8]
    /// The texts that must come out, where that is known.
    let expectedTexts: [[UInt8]]?
    let hasAuthenticationKey: Bool
    let counterMustGrow: Bool
    let policy: ChecksumPolicy
    /// Where the link breaks; at 0 it doesn't.
    let interruption: Int
    let pieces: Pieces

    /// `nil` where there is no stream.
    init?(_ input: [UInt8]) {
        guard input.count > Self.headerLength else { return nil }
        let flags = input[0]
        hasAuthenticationKey = flags & 0x02 != 0
        counterMustGrow = flags & 0x04 != 0
        policy = ChecksumPolicy.allCases[Int(flags >> 4) % ChecksumPolicy.allCases.count]
        pieces = Pieces(greatest: 1 << Int(input[1] % 13), seed: input[2])
        let rest = input[Self.headerLength...]
        if flags & 0x01 == 0 {
            stream = Array(rest)
            expectedTexts = nil
        } else {
            var orders = SealingOrders(hasAuthenticationKey: hasAuthenticationKey, counterMustGrow: counterMustGrow)
            orders.follow(rest)
            stream = orders.stream
            expectedTexts = flags & 0x08 == 0 ? orders.expectedTexts : nil
        }
        interruption = flags & 0x08 == 0 ? 0 : stream.count * Int(input[3]) / 256
    }

    func decrypted(_ pieces: Pieces) -> DecryptedStream {
        var decrypted = DecryptedStream(self)
        pieces.cut(0..<interruption) { decrypted.read(stream[$0]) }
        if interruption > 0 { decrypted.end(.breakOff) }
        pieces.cut(interruption..<stream.count) { decrypted.read(stream[$0]) }
        decrypted.end(.finish)
        return decrypted
    }
}
