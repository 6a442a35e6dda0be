// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// AES-128 in Galois/counter mode (NIST SP 800-38D) with a tag of 96 bits, by OpenSSL.
///
/// The sizes that OpenSSL takes on trust are part of the types here.
@safe
struct AES128GCM: ~Copyable {
    private let context: OpaquePointer

    /// A text and whether its tag belongs to it. If not, it is whatever the key made of the bytes, and nobody's word.
    struct Opened {
        let text: [UInt8]
        let isVerified: Bool
    }

    /// - Throws: ``DecryptionFault/libraryFailed(operation:reason:)`` if there is no memory.
    init() throws(DecryptionFault) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw Self.failure("EVP_CIPHER_CTX_new") }
        unsafe self.context = context
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Decrypts `ciphertext` and compares the tag, in a time that doesn't depend on where it differs.
    ///
    /// - Throws: ``DecryptionFault/libraryFailed(operation:reason:)``, for instance if a policy of the system forbids AES.
    func open(
        _ ciphertext: [UInt8],
        key: InlineArray<16, UInt8>,
        nonce: InlineArray<12, UInt8>,
        associatedData: InlineArray<17, UInt8>,
        tag: InlineArray<12, UInt8>
    ) throws(DecryptionFault) -> Opened {
        let started = unsafe key.span.withUnsafeBufferPointer { key in
            unsafe nonce.span.withUnsafeBufferPointer { nonce in
                unsafe EVP_DecryptInit_ex(context, EVP_aes_128_gcm(), nil, key.baseAddress, nonce.baseAddress)
            }
        }
        guard started == 1 else { throw Self.failure("EVP_DecryptInit_ex") }

        var count: Int32 = 0
        let associated = unsafe associatedData.span.withUnsafeBufferPointer { data in
            unsafe EVP_DecryptUpdate(context, nil, &count, data.baseAddress, Int32(data.count))
        }
        guard associated == 1 else { throw Self.failure("EVP_DecryptUpdate") }

        var text = [UInt8](repeating: 0, count: ciphertext.count)
        guard let length = Int32(exactly: ciphertext.count),
            unsafe EVP_DecryptUpdate(context, &text, &count, ciphertext, length) == 1,
            count == length
        else { throw Self.failure("EVP_DecryptUpdate") }

        var tag = tag
        var tagSpan = tag.mutableSpan
        let isTagSet = unsafe tagSpan.withUnsafeMutableBufferPointer { tag in
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), tag.baseAddress)
        }
        guard isTagSet == 1 else { throw Self.failure("EVP_CIPHER_CTX_ctrl") }

        // Counter mode has no padding: nothing is written here, the call only compares the tag.
        var rest: UInt8 = 0
        let isVerified = unsafe EVP_DecryptFinal_ex(context, &rest, &count) == 1
        return Opened(text: text, isVerified: isVerified)
    }

    private static func failure(_ operation: String) -> DecryptionFault {
        let reason = unsafe ERR_reason_error_string(ERR_get_error()).map { unsafe String(cString: $0) }
        ERR_clear_error()
        return .libraryFailed(operation: operation, reason: reason ?? "no reason given")
    }
}
