// SPDX-License-Identifier: Apache-2.0

import Decryption
import Testing

@Suite("The text of frames")
struct FrameDecryptorTests {
    private static let key = "000102030405060708090a0b0c0d0e0f"
    private static let ownAuthenticationKey = "0f0e0d0c0b0a09080706050403020100"
    private static let text = InnerTelegram.text()

    private static func decrypt(
        _ bytes: [UInt8],
        key: String = key,
        authenticationKey: String? = nil
    ) throws -> DecryptedText {
        let frame = try #require(Stream.frames(bytes).first)
        var decryptor = FrameDecryptor(
            key: try DecryptionKey(key),
            authenticationKey: try authenticationKey.map { try DecryptionKey($0) }
        )
        return try decryptor.decrypt(frame, hasValidChecksum: InnerTelegram.hasValidChecksum)
    }

    @Test("A frame of another implementation gives its text, verified by the configured key")
    func pythonVector() throws {
        let decrypted = try Self.decrypt(
            PythonVector.frame,
            key: PythonVector.key,
            authenticationKey: PythonVector.authenticationKey
        )
        #expect(decrypted.bytes == PythonVector.text)
        #expect(decrypted.assurance == .tagVerified(.configured))
        #expect(!decrypted.didCounterRestart)
    }

    @Test(
        "The Luxembourg specification's example gives its text, verified by the configured key",
        .enabled(if: SharedTelegrams.arePresent, "the folder of real telegrams is not beside this checkout")
    )
    func luxembourg() throws {
        let decrypted = try Self.decrypt(
            SharedTelegrams.bytes("LU-Spec-Smarty113-encrypted.bin"),
            key: "0123456789abcdef0123456789abcdef",
            authenticationKey: "ffeeddccbbaa99887766554433221100"
        )
        #expect(decrypted.assurance == .tagVerified(.configured))
        let lines = String(decoding: decrypted.bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(lines.first?.hasPrefix("/Lux5") == true)
        #expect(lines.last == "!8B52")
    }

    @Test(
        "The Austrian frame gives its text, verified by the specification's key",
        .enabled(if: SharedTelegrams.arePresent, "the folder of real telegrams is not beside this checkout")
    )
    func austria() throws {
        let decrypted = try Self.decrypt(
            SharedTelegrams.bytes("AT-Sagemcom-T210DR-encrypted.bin"),
            key: String(repeating: "AA", count: 16)
        )
        #expect(decrypted.assurance == .tagVerified(.specification))
        #expect(decrypted.bytes == (try SharedTelegrams.bytes("AT-Sagemcom-T210DR-plain.txt")))
    }

    @Test(
        "A real frame whose key nobody knows is found, named and not decrypted",
        .enabled(if: SharedTelegrams.arePresent, "the folder of real telegrams is not beside this checkout")
    )
    func realFrame() throws {
        let bytes = try SharedTelegrams.bytes("AT-Sagemcom-T210DR-encrypted-real-nokey.bin")
        let frame = try #require(Stream.frames(bytes).first)
        #expect(frame.frameCounter == 0x49)
        #expect(frame.systemTitle.description == "5341473500004059 (SAG)")
        #expect(throws: DecryptionFault.wrongKey(meter: frame.systemTitle)) { try Self.decrypt(bytes) }
    }

    @Test(
        "Which key verified is told",
        arguments: [
            ("00112233445566778899AABBCCDDEEFF", nil, DecryptedText.Assurance.tagVerified(.specification)),
            ("00112233445566778899AABBCCDDEEFF", ownAuthenticationKey, .tagVerified(.specification)),
            (ownAuthenticationKey, ownAuthenticationKey, .tagVerified(.configured)),
            (ownAuthenticationKey, nil, .innerChecksumOnly),
            (ownAuthenticationKey, String(repeating: "1", count: 32), .innerChecksumOnly),
        ]
    )
    func assurance(_ meterKey: String, _ configured: String?, _ expected: DecryptedText.Assurance) throws {
        var meter = FrameMaker(authenticationKey: [UInt8](hexadecimal: meterKey))
        let decrypted = try Self.decrypt(meter.frame(Self.text), authenticationKey: configured)
        #expect(decrypted.assurance == expected)
        #expect(decrypted.bytes == Self.text)
    }

    @Test("The checksum is not asked where a tag verifies: also a text that is no telegram is the meter's word")
    func tagIsEnough() throws {
        var meter = FrameMaker()
        let frame = try #require(Stream.frames(meter.frame([1, 2, 3])).first)
        var decryptor = FrameDecryptor(key: try DecryptionKey(Self.key))
        let decrypted = try decryptor.decrypt(frame) { _ in
            Issue.record("asked")
            return false
        }
        #expect(decrypted.bytes == [1, 2, 3])
    }

    @Test("A wrong key is called so, whatever the checksum says of a right one")
    func wrongKey() throws {
        var meter = FrameMaker(counter: 9)
        let bytes = meter.frame(Self.text)
        let title = try #require(Stream.frames(bytes).first).systemTitle
        #expect(throws: DecryptionFault.wrongKey(meter: title)) {
            try Self.decrypt(bytes, key: "000102030405060708090a0b0c0d0e0e")
        }
    }

    @Test("With the right key, a damaged text without a verified tag is called damaged")
    func damagedText() throws {
        var meter = FrameMaker()
        var bytes = meter.frame(Self.text)
        bytes[40] ^= 0x01
        let title = try #require(Stream.frames(bytes).first).systemTitle
        #expect(throws: DecryptionFault.damaged(meter: title)) { try Self.decrypt(bytes) }
    }

    @Test("Every fault is a sentence and has a name")
    func sentences() throws {
        var meter = FrameMaker()
        let title = try #require(Stream.frames(meter.frame(Self.text)).first).systemTitle
        let faults: [DecryptionFault] = [
            .wrongKey(meter: title), .damaged(meter: title), .counterDidNotGrow(last: 5, received: 4),
            .anotherMeter(expected: title, received: title), .libraryFailed(operation: "EVP", reason: "unsupported"),
        ]
        #expect(Set(faults.map(\.name)).count == faults.count)
        for fault in faults { #expect(fault.description.hasSuffix(".")) }
        #expect(faults[0].description.contains("5341470102030405 (SAG)"))
        #expect(faults[2].description.contains("is 4 after 5"))
    }
}
