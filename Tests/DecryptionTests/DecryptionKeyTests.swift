// SPDX-License-Identifier: Apache-2.0

import Decryption
import Testing

@Suite("Keys")
struct DecryptionKeyTests {
    private static let text = "00112233445566778899AABBCCDDEEFF"

    @Test(
        "A key is read in the forms in which operators print it",
        arguments: [
            "00112233445566778899aabbccddeeff", "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF",
            "0011 2233 4455 6677  8899 aabb ccdd eeff", "\t00112233445566778899AABBCCDDEEFF\r\n",
            "00112233445566778899\nAABBCCDDEEFF\n\n",
        ]
    )
    func forms(_ form: String) throws {
        #expect(try DecryptionKey(form) == DecryptionKey(Self.text))
    }

    @Test("Keys that differ in one bit differ")
    func inequality() throws {
        #expect(try DecryptionKey("00112233445566778899AABBCCDDEEFE") != DecryptionKey(Self.text))
        #expect(try DecryptionKey("80112233445566778899AABBCCDDEEFF") != DecryptionKey(Self.text))
    }

    @Test(
        "A text that is no key is refused, and why is said without showing it",
        arguments: [
            ("", DecryptionKeyFault.length(digits: 0), "the key is empty"),
            (" \n", .length(digits: 0), "the key is empty"),
            ("00112233445566778899AABBCCDDEEF", .length(digits: 31), "has 31 hexadecimal digits instead of 32"),
            ("00112233445566778899AABBCCDDEEFF0", .length(digits: 33), "has 33 hexadecimal digits"),
            ("0x112233445566778899AABBCCDDEEFF", .notHexadecimal(position: 2), "character 2 of the key"),
            ("00112233445566778899AABBCCDDEEFG", .notHexadecimal(position: 32), "character 32 of the key"),
            ("０0112233445566778899AABBCCDDEEFF", .notHexadecimal(position: 1), "character 1 of the key"),
            ("\u{FEFF}0011", .notHexadecimal(position: 1), "character 1 of the key"),
        ]
    )
    func refused(_ text: String, _ fault: DecryptionKeyFault, _ words: String) {
        #expect(throws: fault) { try DecryptionKey(text) }
        #expect(fault.description.contains(words))
        #expect(fault.description.hasSuffix("."))
    }

    @Test("A key never shows its bytes, whatever way it is printed")
    func neverShown() throws {
        let key = try DecryptionKey("A1B2C3D4E5F6A1B2C3D4E5F6A1B2C3D4")
        let decryptor = FrameDecryptor(key: key, authenticationKey: key)
        var dumped = ""
        dump(key, to: &dumped)
        dump(decryptor, to: &dumped)
        let printed = [
            "\(key)", String(reflecting: key), "\(decryptor)", String(reflecting: decryptor), "\([key])",
            "\(Optional(key) as Any)",
            dumped,
        ]
        for text in printed {
            // The first byte as hexadecimal digits and as the decimal number that Swift would print.
            #expect(!text.lowercased().contains("a1") && !text.contains("161"), "\(text)")
        }
        #expect("\(key)" == "a key of 16 bytes (not shown)")
    }
}
