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
    /// Any count of digits before the point, none or more after it, an optional leading `-`; leading zeros don't count
    /// towards `maximumDigits`. `nil` where no digit stands or too many do.
    package static func parse(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> (number: Decimal, length: Int)? {
        var index = start
        var negative = false
        if index < end, bytes[index] == UInt8(ascii: "-") {
            negative = true
            index += 1
        }
        var mantissa: Int64 = 0
        var significant = 0
        var digits = 0
        var decimals: Int8 = 0
        var afterPoint = false
        while index < end {
            let byte = bytes[index]
            let digit = byte &- UInt8(ascii: "0")
            if digit <= 9 {
                digits += 1
                mantissa = mantissa &* 10 &+ Int64(digit)
                if mantissa != 0 { significant += 1 }
                if afterPoint { decimals &+= 1 }
                guard significant <= maximumDigits, decimals <= maximumDigits else { return nil }
            } else if byte == UInt8(ascii: "."), !afterPoint, digits > 0 {
                afterPoint = true
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        return (Decimal(negative ? -mantissa : mantissa, exponent: -decimals), index - start)
    }

    /// The number moved by `places` decimal places: kilowatts to watts is `scaled(by: 3)`.
    package func scaled(by places: Int8) -> Decimal {
        Decimal(mantissa, exponent: exponent + places)
    }

    /// Ten to the power of `index`, for 0 through 18.
    package static let powersOfTen: [Int64] = (0...18).map { power in
        (0..<power).reduce(1) { value, _ in value * 10 }
    }

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
