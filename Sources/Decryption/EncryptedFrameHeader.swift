// SPDX-License-Identifier: Apache-2.0

/// What stands before a frame's content: `DB`, `08`, the system title and the length of the content.
struct EncryptedFrameHeader: Sendable, Equatable {
    /// general-glo-ciphering in the list of DLMS messages (IEC 62056-5-3).
    static let messageTag: UInt8 = 0xDB
    /// Everything up to the length field.
    private static let fixedLength = 2 + SystemTitle.length

    let systemTitle: SystemTitle
    /// Bytes up to the content, 11 to 13.
    let length: Int
    /// Bytes from `DB` through the tag.
    let frameLength: Int

    enum Reading: Equatable {
        case found(EncryptedFrameHeader)
        /// As far as the bytes go, they can be a header.
        case incomplete
        /// It begins with `DB 08` and goes on as no header does.
        case damaged(FrameDamage)
        case absent
    }

    /// Reads a header at `start`, from `bytes` before `end`. It is found only if the content's first byte belongs to it,
    /// too: `DB 08` alone stands in ciphertext by chance, once in 64 KiB.
    static func read(_ bytes: Span<UInt8>, at start: Int, before end: Int) -> Reading {
        guard start < end else { return .incomplete }
        guard bytes[start] == messageTag else { return .absent }
        guard start + 1 < end else { return .incomplete }
        guard bytes[start + 1] == UInt8(SystemTitle.length) else { return .absent }
        let lengthField = start + fixedLength
        guard lengthField < end else { return .incomplete }
        // ISO/IEC 8825-1 (BER), clause 8.1.3: up to 127 the length itself, else 80 + the number of bytes that hold it.
        let first = bytes[lengthField]
        let further: Int
        switch first {
        case 0x00...0x7F: further = 0
        case 0x81, 0x82: further = Int(first & 0x7F)
        default: return .damaged(.lengthField(first))
        }
        let content = lengthField + 1 + further
        guard content <= end else { return .incomplete }
        var contentLength = further == 0 ? Int(first) : 0
        for index in lengthField + 1..<content { contentLength = contentLength << 8 | Int(bytes[index]) }
        let frameLength = content - start + contentLength
        guard contentLength > EncryptedFrame.overhead, frameLength <= EncryptedFrameReader.maximumFrameLength else {
            return .damaged(.length(contentLength))
        }
        guard content < end else { return .incomplete }
        guard bytes[content] == EncryptedFrame.securityControl else {
            return .damaged(.securityControl(bytes[content]))
        }
        return .found(
            EncryptedFrameHeader(
                systemTitle: SystemTitle(bytes, at: start + 2),
                length: content - start,
                frameLength: frameLength
            )
        )
    }
}
