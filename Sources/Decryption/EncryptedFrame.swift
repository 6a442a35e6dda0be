// SPDX-License-Identifier: Apache-2.0

/// An encrypted frame of a Luxembourg or Austrian meter, taken apart but not yet believed: nothing in it is known to be
/// undamaged before ``FrameDecryptor`` has judged it.
///
/// After the header come the security control byte, the frame counter, the ciphertext and the tag (general-glo-ciphering
/// of IEC 62056-5-3; Luxmetering E-meter P1 specification 1.1.3, encryption).
package struct EncryptedFrame: Sendable, Equatable {
    /// The only protection that meters use on this port: authenticated and encrypted, unicast key, suite 0
    /// (IEC 62056-5-3, security control byte).
    static let securityControl: UInt8 = 0x30
    static let counterLength = 4
    /// AES-GCM's tag is cut to 96 bits (IEC 62056-5-3, security suite 0).
    static let tagLength = 12
    /// What stands around the ciphertext in a frame's content.
    static let overhead = 1 + counterLength + tagLength

    /// Who sent the frame.
    package let systemTitle: SystemTitle
    /// Grows with every frame of a meter; 32 bits, so that it lasts 1361 years at one frame in ten seconds.
    package let frameCounter: UInt32
    let ciphertext: [UInt8]
    let tag: [UInt8]

    /// Takes apart the frame that begins at `start` and whose `header` has been read there; all of it must be there.
    init(_ bytes: Span<UInt8>, at start: Int, header: EncryptedFrameHeader) {
        systemTitle = header.systemTitle
        let content = start + header.length
        var counter: UInt32 = 0
        for offset in 0..<Self.counterLength { counter = counter << 8 | UInt32(bytes[content + 1 + offset]) }
        frameCounter = counter
        let end = start + header.frameLength
        ciphertext = Self.copy(bytes, content + 1 + Self.counterLength..<end - Self.tagLength)
        tag = Self.copy(bytes, end - Self.tagLength..<end)
    }

    private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        [UInt8](capacity: range.count) { output in
            for index in range { output.append(bytes[index]) }
        }
    }
}
