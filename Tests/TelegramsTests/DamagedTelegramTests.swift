// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

/// What a line does to a telegram must never give another telegram.
@Suite struct DamagedTelegramTests {
    private static let written = WrittenTelegrams.full()

    /// What the objects say, whatever stands around them.
    private func contents(_ telegram: Telegram) -> [String] {
        telegram.objects.map { "\($0.code)\(telegram.texts($0))" }
    }

    @Test("A flipped bit gives the same telegram or none", arguments: 0..<8)
    func flippedBit(bit: Int) throws {
        let expected = contents(try #require(DecodedStream(Self.written).telegrams.first))
        for place in Self.written.indices {
            var damaged = Self.written
            damaged[place] ^= 1 << UInt8(bit)
            for isFinished in [false, true] {
                let stream = DecodedStream(damaged, isFinished: isFinished)
                #expect(stream.telegrams.count <= 1)
                for telegram in stream.telegrams {
                    #expect(contents(telegram) == expected, "bit \(bit) of byte \(place), finished: \(isFinished)")
                }
            }
        }
    }

    @Test(
        "A source that has shown a checksum loses every telegram with a flipped bit that its checksum covers",
        arguments: 0..<8
    )
    func flippedBitAfterChecksum(bit: Int) {
        for place in Self.written.indices.dropLast(2) {
            var damaged = Self.written
            damaged[place] ^= 1 << UInt8(bit)
            let stream = DecodedStream(WrittenTelegrams.short() + damaged)
            let isLetter = Self.written[place] >= UInt8(ascii: "A")
            let isCaseOfDigit = place >= Self.written.count - 6 && isLetter && bit == 5
            #expect(stream.telegrams.count == (isCaseOfDigit ? 2 : 1), "bit \(bit) of byte \(place)")
        }
    }

    @Test("A telegram that is cut off anywhere gives the same telegram or none, and the next one is found")
    func truncated() throws {
        let next = WrittenTelegrams.short()
        for length in 0..<Self.written.count {
            let cut = Array(Self.written.prefix(length))
            let telegrams = DecodedStream(cut).telegrams
            #expect(
                telegrams.isEmpty || telegrams.map(\.bytes) == [Array(Self.written.dropLast(6))],
                "cut at \(length)"
            )
            let stream = DecodedStream(next + cut + next)
            #expect(stream.telegrams.first?.bytes == stream.telegrams.last?.bytes, "cut at \(length)")
            #expect(stream.telegrams.count == (length >= Self.written.count - 2 ? 3 : 2), "cut at \(length)")
        }
    }

    @Test("A lost byte gives no telegram")
    func lostByte() {
        for place in Self.written.indices.dropLast(6) {
            var damaged = Self.written
            damaged.remove(at: place)
            if damaged == Self.written { continue }
            let stream = DecodedStream(damaged, policy: .required)
            #expect(stream.telegrams.isEmpty, "byte \(place)")
        }
    }
}
