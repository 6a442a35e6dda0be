// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): the same numbers in every run.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

@Suite struct RandomStreamTests {
    private let alphabet = Array("/!\r\n()*:.-0123456789ABCDEFabkWhm\0\u{7F} ".utf8) + [0xAF, 0x8D, 0xFF]

    private func check(_ stream: [UInt8], _ random: inout SplitMix64, _ policy: ChecksumPolicy) {
        var pieces: [[UInt8]] = []
        var rest = stream[...]
        while !rest.isEmpty {
            let size = Int.random(in: 1...600, using: &random)
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        let whole = DecodedStream(stream, policy: policy, isFinished: true)
        let parts = DecodedStream(pieces: pieces, policy: policy, isFinished: true)
        #expect(whole.telegrams.map(\.bytes) == parts.telegrams.map(\.bytes))
        #expect(whole.rejections == parts.rejections)
        #expect(parts.longestRejected <= 16_384)
        for telegram in whole.telegrams {
            for object in telegram.objects {
                for index in 0..<object.groupCount { _ = telegram.measurement(object, index) }
                #expect(telegram.texts(object).count == object.groupCount)
            }
        }
    }

    @Test("Random characters never stop the decoder", arguments: 1...UInt64(40), ChecksumPolicy.allCases)
    func characters(seed: UInt64, policy: ChecksumPolicy) {
        var random = SplitMix64(state: seed)
        let count = Int.random(in: 1...20_000, using: &random)
        let stream = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
        check(Array("/AAA5\r\n") + stream, &random, policy)
    }

    @Test("Random bytes never stop the decoder", arguments: 1...UInt64(20))
    func bytes(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let stream = (0..<30_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        check(stream, &random, .none)
    }

    @Test(
        "Telegrams with random damage never stop the decoder",
        arguments: 1...UInt64(60),
        [ChecksumPolicy.ifPresent, .none]
    )
    func mutations(seed: UInt64, policy: ChecksumPolicy) {
        var random = SplitMix64(state: seed)
        var stream: [UInt8] = []
        for _ in 0..<12 {
            var bytes = WrittenTelegrams.full(checksum: Bool.random(using: &random) ? .arc : nil)
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &random)], at: place)
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + 40))
                default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
                if bytes.isEmpty { break }
            }
            stream += bytes
        }
        check(stream, &random, policy)
    }
}
