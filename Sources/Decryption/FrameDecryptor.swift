// SPDX-License-Identifier: Apache-2.0

/// Makes the text of encrypted frames, for one meter. No text leaves it before something has vouched for it.
package struct FrameDecryptor: Sendable {
    private let key: DecryptionKey
    private let authenticationKey: DecryptionKey?
    private let counterMustGrow: Bool
    private var history = FrameCounterHistory()

    /// - Parameters:
    ///   - key: the meter's encryption key.
    ///   - authenticationKey: the meter's authentication key, where it has one of its own, as in Austria.
    ///   - counterMustGrow: false only where old frames are expected, as in a recording that is repeated or in a file that
    ///     somebody put together.
    package init(key: DecryptionKey, authenticationKey: DecryptionKey? = nil, counterMustGrow: Bool = true) {
        self.key = key
        self.authenticationKey = authenticationKey
        self.counterMustGrow = counterMustGrow
    }

    /// Decrypts one frame, as they arrive.
    ///
    /// Tried in this order: the tag with the specification's authentication key, the tag with the configured one, and the
    /// checksum of the telegram inside.
    ///
    /// - Parameter hasValidChecksum: whether a text is one whole telegram whose checksum verifies; asked only if no tag does.
    package mutating func decrypt(
        _ frame: EncryptedFrame,
        hasValidChecksum: (_ text: [UInt8]) -> Bool
    ) throws(DecryptionFault) -> DecryptedText {
        let (text, verifiedBy) = try open(frame)
        let assurance: DecryptedText.Assurance
        if let verifiedBy {
            assurance = .tagVerified(verifiedBy)
        } else if hasValidChecksum(text) {
            assurance = .innerChecksumOnly
        } else if Self.isReadable(text) {
            throw .damaged(meter: frame.systemTitle)
        } else {
            throw .wrongKey(meter: frame.systemTitle)
        }
        var didRestart = false
        if counterMustGrow { didRestart = try history.accept(frame, hasVerifiedTag: verifiedBy != nil) }
        return DecryptedText(bytes: text, assurance: assurance, didCounterRestart: didRestart)
    }

    private func open(
        _ frame: EncryptedFrame
    ) throws(DecryptionFault) -> (text: [UInt8], verifiedBy: DecryptedText.AuthenticationKey?) {
        let cipher = try AES128GCM()
        let first = try open(frame, .specificationAuthenticationKey, with: cipher)
        guard !first.isVerified else { return (first.text, .specification) }
        guard let authenticationKey else { return (first.text, nil) }
        // The authentication key has no part in the text, only in the tag.
        let second = try open(frame, authenticationKey, with: cipher)
        return (second.text, second.isVerified ? .configured : nil)
    }

    /// The nonce is the system title and the frame counter; the associated data are the security control byte and the
    /// authentication key (IEC 62056-5-3, AES-GCM for suite 0).
    private func open(
        _ frame: EncryptedFrame,
        _ authenticationKey: DecryptionKey,
        with cipher: borrowing AES128GCM
    ) throws(DecryptionFault) -> AES128GCM.Opened {
        let title = frame.systemTitle
        let counter = frame.frameCounter
        return try cipher.open(
            frame.ciphertext,
            key: key.bytes,
            nonce: InlineArray { index in
                index < SystemTitle.length
                    ? title[index] : UInt8(truncatingIfNeeded: counter >> UInt32(8 * (11 - index)))
            },
            associatedData: InlineArray { index in
                index == 0 ? EncryptedFrame.securityControl : authenticationKey.bytes[index - 1]
            },
            tag: InlineArray { frame.tag[$0] }
        )
    }

    /// Whether seven bytes of eight are ASCII. A damaged telegram has all of them but a few; bytes that were decrypted with
    /// a wrong key have half of them.
    private static func isReadable(_ text: [UInt8]) -> Bool {
        8 * text.count { $0 < 0x80 } >= 7 * text.count
    }
}
