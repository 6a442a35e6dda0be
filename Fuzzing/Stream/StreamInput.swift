// SPDX-License-Identifier: Apache-2.0

import FuzzingProperties
import Telegrams

/// How the fuzzer's bytes are understood: four that say what is done, then the stream.
struct StreamInput {
    static let headerLength = 4

    /// What is decoded, in parts that nothing connects.
    let parts: [[UInt8]]
    /// What ends the first part where there are two; the last one is always finished.
    let interruption: DecodedStream.Ending
    let learns: Bool
    let pieces: Pieces

    /// `nil` where there is no stream.
    init?(_ input: [UInt8]) {
        guard input.count > Self.headerLength else { return nil }
        let flags = input[0]
        learns = flags & 0x01 == 0
        pieces = Pieces(greatest: 1 << Int(input[1] % 13), seed: input[2])
        var stream = Array(input[Self.headerLength...])
        if flags & 0x02 != 0 { BitwiseChecksum.mend(&stream, flags & 0x04 == 0 ? .arc : .x25) }
        interruption = flags & 0x10 == 0 ? .breakOff : .finish
        let place = flags & 0x08 == 0 ? 0 : stream.count * Int(input[3]) / 256
        parts = place == 0 ? [stream] : [Array(stream[..<place]), Array(stream[place...])]
    }

    /// The outcomes of each part.
    func decoded(_ policy: ChecksumPolicy, _ pieces: Pieces) -> [[TelegramDecoder.Outcome]] {
        var decoded = DecodedStream(policy, learns: learns)
        var told = 0
        return parts.enumerated().map { number, part in
            pieces.cut(part.indices) { decoded.decode(part[$0]) }
            decoded.end(number == parts.count - 1 ? .finish : interruption)
            defer { told = decoded.outcomes.count }
            return Array(decoded.outcomes[told...])
        }
    }
}
