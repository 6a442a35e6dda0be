// SPDX-License-Identifier: Apache-2.0

import Decryption
import Testing

@Suite("Damaged frames release nothing but the true text")
struct DamageTests {
    private static let text = InnerTelegram.text(length: 400)

    /// Whether `text` says what the meter said. A checksum doesn't cover its own digits: one of them may change its case.
    private static func isTrue(_ released: DecryptedText) -> Bool {
        guard released.assurance == .innerChecksumOnly else { return released.bytes == text }
        return String(decoding: released.bytes, as: UTF8.self).uppercased()
            == String(decoding: text, as: UTF8.self).uppercased() && released.bytes.dropLast(6) == text.dropLast(6)
    }

    /// The texts that reader and decryptor release of pieces with silence between them.
    private static func released(_ pieces: [UInt8]..., tagged: Bool) throws -> [DecryptedText] {
        // Without the meter's own authentication key no tag verifies, and all depends on the checksum.
        var decryptor = FrameDecryptor(
            key: try DecryptionKey("000102030405060708090a0b0c0d0e0f"),
            authenticationKey: try DecryptionKey(String(repeating: tagged ? "42" : "43", count: 16))
        )
        return pieces.flatMap(Stream.frames).compactMap { frame in
            try? decryptor.decrypt(frame, hasValidChecksum: InnerTelegram.hasValidChecksum)
        }
    }

    private static func meter(counter: UInt32 = 100) -> FrameMaker {
        FrameMaker(authenticationKey: [UInt8](repeating: 0x42, count: 16), counter: counter)
    }

    @Test("Every single flipped bit, with the tag and without", arguments: [true, false])
    func everyBit(_ tagged: Bool) throws {
        var meter = Self.meter()
        let whole = meter.frame(Self.text)
        #expect(try Self.released(whole, tagged: tagged).map(\.bytes) == [Self.text])
        for bit in 0..<8 * whole.count {
            var bytes = whole
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let released = try Self.released(bytes, tagged: tagged)
            #expect(released.allSatisfy(Self.isTrue), "bit \(bit)")
            #expect(released.allSatisfy { $0.assurance == .innerChecksumOnly }, "bit \(bit)")
            // A damaged tag leaves the text true, and the checksum then vouches for it.
            let isInTag = bit / 8 >= whole.count - 12
            if isInTag { #expect(released.map(\.bytes) == [Self.text], "bit \(bit)") }
        }
    }

    @Test("Every single flipped bit costs one frame; without silence behind it, sometimes the next one, too")
    func resynchronisation() throws {
        var meter = Self.meter()
        let first = meter.frame(Self.text)
        let rest = (0..<3).flatMap { _ in meter.frame(Self.text) }
        for bit in 0..<8 * first.count {
            var bytes = first
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let gapless = try Self.released(bytes + rest, tagged: true)
            #expect(gapless.count >= 2 && gapless.allSatisfy(Self.isTrue), "bit \(bit)")
            let separate = try Self.released(bytes, rest, tagged: true)
            #expect(separate.count >= 3 && separate.allSatisfy(Self.isTrue), "bit \(bit)")
        }
    }

    @Test("Every truncation, at the end and at the beginning", arguments: [true, false])
    func truncations(_ tagged: Bool) throws {
        var meter = Self.meter()
        let whole = meter.frame(Self.text)
        for count in 0..<whole.count {
            #expect(try Self.released(Array(whole.prefix(count)), tagged: tagged).isEmpty, "first \(count) bytes")
            #expect(try Self.released(Array(whole.suffix(count)), tagged: tagged).isEmpty, "last \(count) bytes")
        }
    }

    @Test("A lost, doubled or inserted byte anywhere", arguments: [true, false])
    func slippedBytes(_ tagged: Bool) throws {
        var meter = Self.meter()
        let whole = meter.frame(Self.text)
        let later = meter.frame(Self.text) + meter.frame(Self.text)
        for index in whole.indices {
            var lost = whole
            lost.remove(at: index)
            var doubled = whole
            doubled.insert(whole[index], at: index)
            for bytes in [lost, doubled] {
                let released = try Self.released(bytes + later, tagged: tagged)
                #expect(released.allSatisfy(Self.isTrue), "byte \(index)")
                #expect(!released.isEmpty, "byte \(index)")
            }
        }
    }

    @Test("Random damage of many bytes, a thousand times", arguments: [true, false])
    func randomDamage(_ tagged: Bool) throws {
        var random = SeededGenerator(seed: 7)
        var meter = Self.meter()
        let whole = meter.frame(Self.text)
        for _ in 0..<1000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                bytes[Int.random(in: 13..<whole.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let released = try Self.released(bytes, tagged: tagged)
            #expect(released.allSatisfy(Self.isTrue))
        }
    }
}
