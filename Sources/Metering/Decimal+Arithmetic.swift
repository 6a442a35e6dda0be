// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// Exact arithmetic where the result is a decimal number, and at least nine digits where it is not. Every function returns
/// `nil` instead of a wrong number when a result does not fit.
extension Decimal {
    package func adding(_ other: Decimal) -> Decimal? {
        guard let (left, right, exponent) = aligned(with: other) else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : Decimal(sum, exponent: exponent)
    }

    package func subtracting(_ other: Decimal) -> Decimal? {
        adding(other.negated)
    }

    package var negated: Decimal { Decimal(0 &- mantissa, exponent: exponent) }

    package var absolute: Decimal { mantissa < 0 ? negated : self }

    package func multiplied(by other: Decimal) -> Decimal? {
        var (left, right) = (self, other)
        while true {
            let (product, overflow) = left.mantissa.multipliedReportingOverflow(by: right.mantissa)
            if !overflow {
                let exponent = Int(left.exponent) + Int(right.exponent)
                return abs(exponent) > 36 ? nil : Decimal(product, exponent: Int8(exponent))
            }
            // Drop the last digit of the longer factor; eighteen digits hold more than any meter's product needs.
            if left.mantissa.magnitude >= right.mantissa.magnitude {
                left = Decimal(left.mantissa / 10, exponent: left.exponent + 1)
            } else {
                right = Decimal(right.mantissa / 10, exponent: right.exponent + 1)
            }
        }
    }

    /// Rounded half away from zero behind the ninth significant digit or later; `nil` for a division by zero.
    package func divided(by other: Decimal) -> Decimal? {
        guard other.mantissa != 0, mantissa != .min else { return nil }
        var dividend = self
        while dividend.mantissa.magnitude < 100_000_000_000_000_000, dividend.exponent > -60 {
            dividend = Decimal(dividend.mantissa * 10, exponent: dividend.exponent - 1)
            if dividend.mantissa == 0 { return .zero }
        }
        var divisor = other
        while divisor.mantissa.magnitude > 100_000_000 {
            divisor = Decimal(divisor.mantissa / 10, exponent: divisor.exponent + 1)
        }
        let quotient = Decimal.roundedQuotient(dividend.mantissa, divisor.mantissa)
        return Decimal(quotient, exponent: dividend.exponent - divisor.exponent).rounded(toPlaces: 9)
    }

    /// With at most `places` digits after the point, rounded half away from zero.
    package func rounded(toPlaces places: Int8) -> Decimal {
        let surplus = -Int(exponent) - Int(places)
        guard surplus > 0 else { return self }
        guard surplus <= 18 else { return Decimal(0, exponent: -places) }
        return Decimal(Decimal.roundedQuotient(mantissa, Decimal.powersOfTen[surplus]), exponent: -places)
    }

    package static func roundedQuotient(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        let isHalfOrMore = remainder.magnitude >= divisor.magnitude - remainder.magnitude
        guard isHalfOrMore, remainder != 0 else { return quotient }
        return (dividend < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
    }

    /// The two mantissas at a common exponent.
    private func aligned(with other: Decimal) -> (Int64, Int64, Int8)? {
        if exponent == other.exponent { return (mantissa, other.mantissa, exponent) }
        let common = min(exponent, other.exponent)
        guard let left = mantissa(at: common), let right = other.mantissa(at: common) else { return nil }
        return (left, right, common)
    }

    private func mantissa(at common: Int8) -> Int64? {
        if mantissa == 0 { return 0 }
        let shift = Int(exponent) - Int(common)
        guard shift <= 18 else { return nil }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: Decimal.powersOfTen[shift])
        return overflow ? nil : product
    }
}

/// By value, whatever the exponents: 1.50 equals 1.5.
extension Decimal: Comparable {
    package static func == (left: Decimal, right: Decimal) -> Bool {
        guard let (a, b, _) = left.aligned(with: right) else { return left.double == right.double }
        return a == b
    }

    package static func < (left: Decimal, right: Decimal) -> Bool {
        guard let (a, b, _) = left.aligned(with: right) else { return left.double < right.double }
        return a < b
    }
}
