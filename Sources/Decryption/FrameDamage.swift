// SPDX-License-Identifier: Apache-2.0

/// Why something that began as an encrypted frame is none.
package enum FrameDamage: Error, Sendable, Hashable {
    /// The next frame began, the line fell silent or the stream ended after `received` of `expected` bytes.
    case cut(received: Int, expected: Int)
    /// The same within the header, so that nobody knows how long the frame is.
    case cutInHeader(received: Int)
    /// The length begins with a byte that no frame up to 16 KiB begins its length with.
    case lengthField(UInt8)
    /// The length says more than a frame may have, or too little to hold a text.
    case length(Int)
    /// The frame is protected in another way than authenticated and encrypted, by this security control byte.
    case securityControl(UInt8)

    /// A short stable name, for counters and programs.
    package var name: String {
        switch self {
        case .cut, .cutInHeader: "frame-cut"
        case .lengthField, .length: "frame-length"
        case .securityControl: "frame-security"
        }
    }
}

extension FrameDamage: CustomStringConvertible {
    /// The damage as a sentence: what, and what to do where something can be done.
    package var description: String {
        switch self {
        case .cut(let received, let expected):
            "the encrypted frame broke off after \(received) of \(expected) bytes: the line lost some."
        case .cutInHeader(let received):
            "the encrypted frame broke off after \(received) bytes, within its header: the line lost some."
        case .lengthField(let byte):
            "the encrypted frame's length begins with \(hexadecimal(byte)), which no frame has: the line damaged it."
        case .length(let length):
            "the encrypted frame claims a content of \(length) bytes; more than \(EncryptedFrame.overhead) are needed, and a "
                + "frame has at most \(EncryptedFrameReader.maximumFrameLength): the line damaged it."
        case .securityControl(let byte):
            "the encrypted frame's security control byte is \(hexadecimal(byte)) instead of "
                + "\(hexadecimal(EncryptedFrame.securityControl)): either the line damaged it, or the meter protects its frames "
                + "in a way that isn't known here; if it happens with every frame, please report the meter's model."
        }
    }
}

private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
