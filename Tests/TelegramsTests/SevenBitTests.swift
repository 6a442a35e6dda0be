// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

/// A line with seven data bits and even parity, read with eight data bits: the eighth is the parity.
@Suite struct SevenBitTests {
    @Test("A seven-bit telegram reads like an eight-bit one", arguments: [1, 3, 1000])
    func masked(size: Int) {
        let bytes = WrittenTelegrams.full(checksum: nil)
        let stream = DecodedStream(pieces: bytes.withEvenParity.pieces(of: size))
        #expect(stream.telegrams.map(\.bytes) == DecodedStream(bytes).telegrams.map(\.bytes))
        #expect(stream.telegrams.count == 1)
    }

    @Test("A seven-bit telegram with a checksum is verified over its characters")
    func checksummed() {
        let stream = DecodedStream(WrittenTelegrams.full().withEvenParity)
        #expect(stream.telegrams.map(\.checksum) == [.valid(.arc)])
    }

    @Test("Each single wrong bit of a seven-bit telegram loses it, and only it")
    func parityErrors() {
        let bytes = WrittenTelegrams.short(checksum: nil).withEvenParity
        for place in 0..<bytes.count - 2 {
            var damaged = bytes
            damaged[place] ^= 0x04
            let stream = DecodedStream(damaged + bytes)
            #expect(stream.telegrams.map(\.bytes) == DecodedStream(bytes).telegrams.map(\.bytes), "byte \(place)")
        }
    }

    @Test("Wrong parity is counted")
    func counted() {
        var bytes = WrittenTelegrams.short(checksum: nil).withEvenParity
        bytes[20] ^= 0x80
        bytes[22] ^= 0x80
        #expect(DecodedStream(bytes).rejections == [.parityErrors(2)])
    }
}
