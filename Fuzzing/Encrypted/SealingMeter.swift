// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A meter that encrypts whatever it is told: the way past the cryptography, which no fuzzer finds.
struct SealingMeter {
    /// Sixteen bytes that count up; the decryptor has the same.
    static let key = (0..<16).map { UInt8($0) }

    /// Which authentication key the tag is made with.
    enum AuthenticationKey: UInt8 {
        case specification = 1
        /// The one that the decryptor may be configured with.
        case own
        /// One that nobody has.
        case unknown

        var bytes: [UInt8] {
            switch self {
            // The one of every meter in Luxembourg (Luxmetering E-meter P1 specification 1.1.3).
            case .specification: (0..<16).map { UInt8($0) * 0x11 }
            case .own: SealingMeter.key.reversed()
            case .unknown: Array(repeating: 0x5A, count: 16)
            }
        }
    }

    /// A frame with the shortest length field that holds its length, or always with one of three bytes.
    static func frame(
        _ text: some Collection<UInt8>,
        title: [UInt8],
        counter: UInt32,
        _ authenticationKey: AuthenticationKey,
        isShort: Bool
    ) -> [UInt8] {
        let content = content(text, title: title, counter: counter, authenticationKey)
        let length: [UInt8] =
            switch content.count {
            case ...0x7F where isShort: [UInt8(content.count)]
            case ...0xFF where isShort: [0x81, UInt8(content.count)]
            default: [0x82, UInt8(truncatingIfNeeded: content.count >> 8), UInt8(truncatingIfNeeded: content.count)]
            }
        return [0xDB, 0x08] + title + length + content
    }

    /// Security control byte, counter, ciphertext and the tag's 12 bytes (IEC 62056-5-3, general-glo-ciphering).
    static func content(
        _ text: some Collection<UInt8>,
        title: [UInt8],
        counter: UInt32,
        _ authenticationKey: AuthenticationKey
    ) -> [UInt8] {
        let counterBytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) }
        let nonce = title + counterBytes
        let sealed = seal(Array(text), nonce: nonce, associatedData: [0x30] + authenticationKey.bytes)
        return [0x30] + counterBytes + sealed
    }

    private static func seal(_ text: [UInt8], nonce: [UInt8], associatedData: [UInt8]) -> [UInt8] {
        let context = unsafe EVP_CIPHER_CTX_new()
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var count: Int32 = 0
        var sealed = [UInt8](repeating: 0, count: text.count)
        var tag = [UInt8](repeating: 0, count: 12)
        unsafe EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), nil, key, nonce)
        unsafe EVP_EncryptUpdate(context, nil, &count, associatedData, Int32(associatedData.count))
        unsafe EVP_EncryptUpdate(context, &sealed, &count, text, Int32(text.count))
        unsafe EVP_EncryptFinal_ex(context, nil, &count)
        unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag)
        return sealed + tag
    }
}
