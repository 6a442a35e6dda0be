// SPDX-License-Identifier: Apache-2.0

/// An exact decimal number: `mantissa × 10^exponent`, so that 00123.456 stays 123456 thousandths until a register wants a float.
package struct Decimal: Sendable {
    package var mantissa: Int64
    package var exponent: Int8

    package init(_ mantissa: Int64, exponent: Int8 = 0) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    package static let zero = Decimal(0)

    /// The longest run of digits that always fits an `Int64`.
    package static let maximumDigits = 18

    /// Reads a whole text such as `-063`, `001988.284` or `0.1`; `nil` when it is anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let (number, length) = Decimal.parse(bytes.span, from: 0, to: bytes.count), length == bytes.count else {
            return nil
        }
        self = number
    }

    /// Reads a number that begins at `start`, and says how many bytes it took.
    ///
    /// Any count of digits before the point, none or more after it, an optional leading sign; leading zeros don't count
    /// towards `maximumDigits`. `nil` where no digit stands or too many do.
    @inline(__always)
    package static func parse(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> (number: Decimal, length: Int)? {
        var index = start
        // Some meters fill up with blanks, and German ones print the plus.
        while index < end, bytes[index] == UInt8(ascii: " ") { index += 1 }
        let isNegative = index < end && bytes[index] == UInt8(ascii: "-")
        if isNegative || (index < end && bytes[index] == UInt8(ascii: "+")) { index += 1 }
        let first = index
        var mantissa: Int64 = 0
        readDigits(bytes, &index, end, &mantissa)
        var digits = index - first
        guard digits > 0 else { return nil }
        var places = 0
        if index < end, bytes[index] == UInt8(ascii: ".") {
            index += 1
            let point = index
            readDigits(bytes, &index, end, &mantissa)
            places = index - point
            digits += places
        }
        if digits > maximumDigits {
            guard places <= maximumDigits, significantDigits(bytes, first, index) <= maximumDigits else { return nil }
        }
        return (Decimal(isNegative ? -mantissa : mantissa, exponent: Int8(-places)), index - start)
    }

    /// Wraps around where there are too many digits.
    @inline(__always)
    private static func readDigits(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, _ mantissa: inout Int64) {
        while index < end {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return }
            mantissa = mantissa &* 10 &+ Int64(digit)
            index += 1
        }
    }

    /// How many digits there are from the first that isn't zero.
    private static func significantDigits(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var count = 0
        for index in start..<end {
            let byte = bytes[index]
            if byte != UInt8(ascii: "."), count > 0 || byte != UInt8(ascii: "0") { count += 1 }
        }
        return count
    }

    /// The number moved by `places` decimal places: kilowatts to watts is `scaled(by: 3)`.
    package func scaled(by places: Int8) -> Decimal {
        Decimal(mantissa, exponent: exponent + places)
    }

    /// Ten to the power of `index`, for 0 through 18.
    package static let powersOfTen: [Int64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ]

    /// The nearest `Double`, correctly rounded for every number a meter can send (both parts below 2^53).
    package var double: Double {
        var value = Double(mantissa)
        var places = Int(exponent.magnitude)
        while places > 0 {
            let power = Double(Decimal.powersOfTen[min(places, 18)])
            value = exponent < 0 ? value / power : value * power
            places -= 18
        }
        return value
    }
}

extension Decimal: CustomStringConvertible {
    /// Plain digits without an exponent, trailing zeros kept: `588`, `1988.284`, `-0.030`.
    package var description: String {
        let digits = String(mantissa.magnitude)
        let sign = mantissa < 0 ? "-" : ""
        if exponent >= 0 {
            return mantissa == 0 ? "0" : sign + digits + String(repeating: "0", count: Int(exponent))
        }
        let places = Int(-exponent)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }
}
