// SPDX-License-Identifier: Apache-2.0

/// A number as sent, with the unit it was sent in.
package struct Measurement: Sendable {
    package let number: Decimal
    package let unit: UnitSymbol

    /// Reads a group that begins at `start` and is a number, with or without `*` and a unit, up to its `)`; says how many bytes
    /// it took.
    @inline(__always)
    static func parse(_ bytes: Span<UInt8>, from start: Int) -> (measurement: Measurement, length: Int)? {
        guard let (number, digits) = Decimal.parse(bytes, from: start, to: bytes.count) else { return nil }
        let next = start + digits
        guard next < bytes.count else { return nil }
        if bytes[next] == UInt8(ascii: ")") { return (Measurement(number: number, unit: .none), digits) }
        guard bytes[next] == UInt8(ascii: "*") else { return nil }
        guard let (unit, length) = UnitSymbol.parse(bytes, from: next + 1) else { return nil }
        return (Measurement(number: number, unit: unit), digits + 1 + length)
    }
}
