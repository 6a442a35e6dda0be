// SPDX-License-Identifier: Apache-2.0

/// Telegrams to encrypt, and the check of one that the decryptor is given.
enum InnerTelegram {
    /// A telegram with a right checksum, about `length` bytes long.
    static func text(power: Int = 250, length: Int = 120) -> [UInt8] {
        var body = "/SAG5meter\r\n\r\n1-0:1.7.0(\(power)*W)\r\n"
        while body.utf8.count < length - 8 { body += "1-0:32.7.0(230.1*V)\r\n" }
        let bytes = Array((body + "!").utf8)
        let digits = String(checksum(bytes[...]), radix: 16, uppercase: true)
        return bytes + Array((String(repeating: "0", count: 4 - digits.count) + digits + "\r\n").utf8)
    }

    /// Whether `text` is one telegram from its first byte to its last, with a right checksum.
    static func hasValidChecksum(_ text: [UInt8]) -> Bool {
        guard text.first == UInt8(ascii: "/"), text.count > 8, text.suffix(2) == [0x0D, 0x0A] else { return false }
        let mark = text.count - 7
        guard text[mark] == UInt8(ascii: "!"), text[mark - 1] == 0x0A else { return false }
        return UInt16(String(decoding: text[mark + 1..<mark + 5], as: UTF8.self), radix: 16) == checksum(text[...mark])
    }

    /// CRC-16/ARC, bit by bit.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        bytes.reduce(0) { value, byte in
            (0..<8).reduce(value ^ UInt16(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xA001 : value >> 1 }
        }
    }
}
