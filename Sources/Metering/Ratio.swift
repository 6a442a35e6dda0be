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
        let moved = scaled(by: ratio.exponent)
        guard !ratio.isPowerOfTen else { return moved }
        guard let product = moved.multiplied(by: Decimal(ratio.numerator)) else { return nil }
        return ratio.denominator == 1 ? product : product.divided(by: Decimal(ratio.denominator))
    }
}
