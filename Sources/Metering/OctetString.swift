// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// Identifiers and messages, which meters send as the hexadecimal digits of their characters.
package enum OctetString {
    /// At least twelve digits: a decimal serial number of eight digits is never mistaken for four characters.
    private static let shortest = 12

    /// The text behind the digits where they are digits of printable text, otherwise the characters as sent; without outer
    /// blanks.
    package static func text(_ characters: some Collection<UInt8>) -> String {
        let bytes = Array(characters)
        if isNothing(bytes) { return "" }
        let decoded = bytes.count < shortest ? bytes : hexadecimalText(bytes) ?? bytes
        return String(decoding: trimmed(decoded), as: UTF8.self)
    }

    /// Iskra's meters say `ER11` or `ER23` for what they don't have, and Hungarian ones fill a message up with FF.
    private static func isNothing(_ bytes: [UInt8]) -> Bool {
        let inner = bytes.first == UInt8(ascii: "(") ? bytes.dropFirst().dropLast() : bytes[...]
        let isError =
            inner.count == 4 && inner.starts(with: "ER".utf8) && inner.dropFirst(2).allSatisfy { $0 &- 0x30 <= 9 }
        return isError || bytes.allSatisfy { $0 == 0xFF }
    }

    /// The printable text behind an even number of hexadecimal digits; `nil` where they are something else.
    static func hexadecimalText(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 2)
        for index in stride(from: 0, to: bytes.count, by: 2) {
            guard let high = hexadecimalDigit(bytes[index]), let low = hexadecimalDigit(bytes[index + 1]) else {
                return nil
            }
            let character = high << 4 | low
            guard (0x20...0x7E).contains(character) else { return nil }
            text.append(character)
        }
        return text
    }

    private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") }
        var slice = bytes.drop(while: isBlank)
        while let last = slice.last, isBlank(last) { slice.removeLast() }
        return slice
    }
}
