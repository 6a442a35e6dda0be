// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// An exact factor between two units: `numerator / denominator × 10^exponent`, in lowest terms.
package struct Ratio: Hashable, Sendable {
    package let numerator: Int64
    package let denominator: Int64
    package let exponent: Int8

    package static let identity = Ratio(1, 1, exponent: 0)

    /// Takes out common factors and factors of ten, so that equal ratios are equal member by member.
    package init(_ numerator: Int64, _ denominator: Int64, exponent: Int8) {
        let divisor = Ratio.greatestCommonDivisor(numerator, denominator)
        var (top, bottom, power) = (numerator / divisor, denominator / divisor, exponent)
        while top % 10 == 0 { (top, power) = (top / 10, power + 1) }
        while bottom % 10 == 0 { (bottom, power) = (bottom / 10, power - 1) }
        self.numerator = top
        self.denominator = bottom
        self.exponent = power
    }

    /// `nil` when the product of two units is larger than any unit is.
    func multiplied(by other: Ratio) -> Ratio? {
        let (top, topOverflow) = numerator.multipliedReportingOverflow(by: other.numerator)
        let (bottom, bottomOverflow) = denominator.multipliedReportingOverflow(by: other.denominator)
        let power = Int(exponent) + Int(other.exponent)
        guard !topOverflow, !bottomOverflow, abs(power) <= 36 else { return nil }
        return Ratio(top, bottom, exponent: Int8(power))
    }

    var inverse: Ratio { Ratio(denominator, numerator, exponent: -exponent) }

    /// Whether it only moves the decimal point.
    package var isPowerOfTen: Bool { numerator == 1 && denominator == 1 }

    private static func greatestCommonDivisor(_ a: Int64, _ b: Int64) -> Int64 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return max(1, abs(a))
    }
}

extension Decimal {
    /// The number in another unit; `nil` when it doesn't fit.
    package func converted(by ratio: Ratio) -> Decimal? {
        guard let moved = Decimal(mantissa, checkedExponent: Int(exponent) + Int(ratio.exponent)) else { return nil }
        guard !ratio.isPowerOfTen else { return moved }
        guard let product = moved.multiplied(by: Decimal(ratio.numerator)) else { return nil }
        return ratio.denominator == 1 ? product : product.divided(by: Decimal(ratio.denominator))
    }
}

extension Ratio {
    /// The factor that counts steps of this size; `nil` when it doesn't fit.
    package func divided(by step: Decimal) -> Ratio? {
        guard step.mantissa > 0, let size = Ratio(exactly: step) else { return nil }
        return multiplied(by: size.inverse)
    }

    private init?(exactly number: Decimal) {
        guard abs(Int(number.exponent)) <= 36 else { return nil }
        self.init(number.mantissa, 1, exponent: number.exponent)
    }
}

extension Decimal {
    /// The number as an integer, where it is one and fits.
    package var integer: Int64? {
        if exponent == 0 || mantissa == 0 { return mantissa }
        guard exponent > 0, exponent <= 18 else {
            guard exponent < 0, exponent >= -18 else { return nil }
            let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: Decimal.powersOfTen[Int(-exponent)])
            return remainder == 0 ? quotient : nil
        }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: Decimal.powersOfTen[Int(exponent)])
        return overflow ? nil : product
    }
}
