// SPDX-License-Identifier: Apache-2.0

/// A unit as sent, in lower case and at most eight characters, so that `kVAr` and `kvar` are the same.
package struct UnitSymbol: Hashable, Sendable {
    package let packed: UInt64

    /// No unit was sent.
    package static let none = UnitSymbol(packed: 0)

    private init(packed: UInt64) { self.packed = packed }

    /// `nil` when it is longer than any unit is.
    package init?(_ text: String) {
        guard text.utf8.count <= UnitSymbol.longest else { return nil }
        self.init(packed: text.utf8.reduce(0) { $0 << 8 | UInt64(UnitSymbol.folded($1)) })
    }

    private static let longest = 8

    /// Letters in lower case. Every other character that occurs in a unit has this bit set already.
    @inline(__always)
    private static func folded(_ byte: UInt8) -> UInt8 { byte | 0x20 }

    /// Reads the unit that begins at `start` and ends before a `)`.
    @inline(__always)
    static func parse(_ bytes: Span<UInt8>, from start: Int) -> (unit: UnitSymbol, length: Int)? {
        var packed: UInt64 = 0
        var index = start
        while index < bytes.count, index - start <= longest {
            let byte = bytes[index]
            if byte == UInt8(ascii: ")") { return (UnitSymbol(packed: packed), index - start) }
            guard byte > UInt8(ascii: " "), byte != UInt8(ascii: "(") else { return nil }
            packed = packed << 8 | UInt64(folded(byte))
            index += 1
        }
        return nil
    }
}

extension UnitSymbol: CustomStringConvertible {
    package var description: String {
        var bytes: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) {
            let byte = UInt8(truncatingIfNeeded: packed >> UInt64(shift))
            if byte != 0 { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
