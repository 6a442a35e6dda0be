// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// Numbers as maps write them: decimal with or without a point, or hexadecimal behind `0x`.
enum NumberNotation {
    static func decimal(_ text: String) -> Decimal? {
        if let hexadecimal = integer(hexadecimal: text) { return Decimal(hexadecimal) }
        return Decimal(text)
    }

    static func integer(_ text: some StringProtocol) -> Int64? {
        // In front of an address a '+' would look like a distance.
        text.hasPrefix("+") ? nil : integer(hexadecimal: text) ?? Int64(text)
    }

    /// A whole number of up to 64 bits, signed or not.
    static func bits(_ text: String) -> Int128? {
        if text.hasPrefix("0x") || text.hasPrefix("0X") {
            return UInt64(text.dropFirst(2), radix: 16).map { Int128($0) }
        }
        return UInt64(text).map { Int128($0) } ?? Int64(text).map { Int128($0) }
    }

    private static func integer(hexadecimal text: some StringProtocol) -> Int64? {
        guard text.hasPrefix("0x") || text.hasPrefix("0X"), text.dropFirst(2).first?.isHexDigit ?? false else {
            return nil
        }
        return Int64(text.dropFirst(2), radix: 16)
    }
}
