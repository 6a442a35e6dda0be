// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A meter that encrypts: the other side of what is tested.
struct FrameMaker {
    var key = [UInt8](hexadecimal: "000102030405060708090a0b0c0d0e0f")
    /// The one of the Luxembourg specification.
    var authenticationKey = [UInt8](hexadecimal: "00112233445566778899aabbccddeeff")
    var title = Array("SAG\u{1}\u{2}\u{3}\u{4}\u{5}".utf8)
    var counter: UInt32 = 1
    var securityControl: UInt8 = 0x30
    var lengthForm = LengthForm.twoBytes

    enum LengthForm: CaseIterable {
        case short, oneByte, twoBytes

        func field(_ length: Int) -> [UInt8] {
            switch self {
            case .short: [UInt8(length)]
            case .oneByte: [0x81, UInt8(length)]
            case .twoBytes: [0x82, UInt8(length >> 8), UInt8(length & 0xFF)]
            }
        }
    }

    /// The frame around `text`, and the counter moved on.
    mutating func frame(_ text: [UInt8]) -> [UInt8] {
        defer { counter &+= 1 }
        let counterBytes = (0..<4).map { UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * $0)) }
        let sealed = Self.seal(
            text,
            key: key,
            nonce: title + counterBytes,
            associatedData: [securityControl] + authenticationKey
        )
        let content = [securityControl] + counterBytes + sealed
        return [0xDB, 0x08] + title + lengthForm.field(content.count) + content
    }

    private static func seal(_ text: [UInt8], key: [UInt8], nonce: [UInt8], associatedData: [UInt8]) -> [UInt8] {
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        var count: Int32 = 0
        var sealed = [UInt8](repeating: 0, count: text.count)
        var tag = [UInt8](repeating: 0, count: 12)
        EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), nil, key, nonce)
        EVP_EncryptUpdate(context, nil, &count, associatedData, Int32(associatedData.count))
        EVP_EncryptUpdate(context, &sealed, &count, text, Int32(text.count))
        EVP_EncryptFinal_ex(context, nil, &count)
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag)
        return sealed + tag
    }
}
