// SPDX-License-Identifier: Apache-2.0

import Decryption
import Testing

@Suite("The frame counter")
struct FrameCounterTests {
    enum Verdict: Equatable, Sendable {
        case accepted, restarted
        case refused(String)
    }

    /// What a decryptor says to frames with these counters, one after the other.
    private static func verdicts(_ counters: [UInt32], tagged: Bool, counterMustGrow: Bool = true) throws -> [Verdict] {
        var decryptor = FrameDecryptor(
            key: try DecryptionKey("000102030405060708090a0b0c0d0e0f"),
            counterMustGrow: counterMustGrow
        )
        return try counters.map { counter in
            var meter = FrameMaker(counter: counter)
            if !tagged { meter.authenticationKey[0] ^= 1 }
            return try verdict(of: &decryptor, on: meter.frame(InnerTelegram.text(power: Int(counter))))
        }
    }

    private static func verdict(of decryptor: inout FrameDecryptor, on bytes: [UInt8]) throws -> Verdict {
        let frame = try #require(Stream.frames(bytes).first)
        do throws(DecryptionFault) {
            let decrypted = try decryptor.decrypt(frame, hasValidChecksum: InnerTelegram.hasValidChecksum)
            return decrypted.didCounterRestart ? .restarted : .accepted
        } catch {
            return .refused(error.name)
        }
    }

    private static let repeated = Verdict.refused("counter-did-not-grow")

    @Test(
        "A counter must grow; with a verified tag it may restart, but never repeat",
        arguments: [
            ([5, 6, 100, UInt32.max], true, [Verdict.accepted, .accepted, .accepted, .accepted]),
            ([0, 1], false, [.accepted, .accepted]),
            ([5, 5, 6], true, [.accepted, repeated, .accepted]),
            ([5, 5, 6], false, [.accepted, repeated, .accepted]),
            ([5, 0, 1, 2], true, [.accepted, .restarted, .accepted, .accepted]),
            ([5, 0, 4, 5, 6], false, [.accepted, repeated, repeated, repeated, .accepted]),
            ([UInt32.max, 0], false, [.accepted, repeated]),
        ] as [([UInt32], Bool, [Verdict])]
    )
    func rules(_ counters: [UInt32], _ tagged: Bool, _ expected: [Verdict]) throws {
        #expect(try Self.verdicts(counters, tagged: tagged) == expected)
    }

    @Test("Where old frames are expected, any counter is accepted")
    func recordings() throws {
        let verdicts = try Self.verdicts([5, 5, 1, 9], tagged: false, counterMustGrow: false)
        #expect(verdicts == [.accepted, .accepted, .accepted, .accepted])
    }

    @Test("A frame that isn't accepted doesn't move the counter")
    func refusedFramesLeaveNoTrace() throws {
        var decryptor = FrameDecryptor(key: try DecryptionKey("000102030405060708090a0b0c0d0e0f"))
        var meter = FrameMaker(counter: 10)
        #expect(try Self.verdict(of: &decryptor, on: meter.frame(InnerTelegram.text())) == .accepted)
        var ahead = FrameMaker(counter: 4_000_000_000)
        var damaged = ahead.frame(InnerTelegram.text())
        damaged[50] ^= 1
        #expect(try Self.verdict(of: &decryptor, on: damaged) == .refused("frame-damaged"))
        #expect(try Self.verdict(of: &decryptor, on: meter.frame(InnerTelegram.text())) == .accepted)
    }

    @Test("Another meter is accepted only with a verified tag", arguments: [true, false])
    func otherMeter(_ tagged: Bool) throws {
        var decryptor = FrameDecryptor(key: try DecryptionKey("000102030405060708090a0b0c0d0e0f"))
        var meter = FrameMaker(counter: 10)
        #expect(try Self.verdict(of: &decryptor, on: meter.frame(InnerTelegram.text())) == .accepted)
        var other = FrameMaker(title: Array("LGF12345".utf8), counter: 11)
        if !tagged { other.authenticationKey[0] ^= 1 }
        let expected: Verdict = tagged ? .restarted : .refused("another-meter")
        #expect(try Self.verdict(of: &decryptor, on: other.frame(InnerTelegram.text())) == expected)
    }
}
