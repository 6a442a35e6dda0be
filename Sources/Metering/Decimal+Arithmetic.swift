// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// Exact arithmetic where the result is a decimal number, and nine places after the point where it is not. Every function
/// returns `nil` instead of a wrong number when a result does not fit.
extension Decimal {
    /// Powers of ten beyond ±36 belong to no quantity; the limit keeps sums of exponents within their type.
    private static let greatestExponent = 36

    /// `nil` when the exponent is beyond any quantity's; zero is zero whatever its exponent.
    init?(_ mantissa: Int64, checkedExponent exponent: Int) {
        guard abs(exponent) <= Decimal.greatestExponent else {
            guard mantissa == 0 else { return nil }
            self = .zero
            return
        }
        self.init(mantissa, exponent: Int8(exponent))
    }

    /// The sum of all; zero where there are none.
    package static func sum(_ numbers: some Sequence<Decimal>) -> Decimal? {
        numbers.reduce(Decimal.zero) { sum, next in sum?.adding(next) }
    }

    package func adding(_ other: Decimal) -> Decimal? {
        guard let (left, right, exponent) = aligned(with: other) else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : with(sum, exponent)
    }

    package func subtracting(_ other: Decimal) -> Decimal? {
        adding(other.negated)
    }

    package var negated: Decimal { with(0 &- mantissa, exponent) }

    package var absolute: Decimal { mantissa < 0 ? negated : self }

    package func multiplied(by other: Decimal) -> Decimal? {
        var (left, right) = (self, other)
        while true {
            let (product, overflow) = left.mantissa.multipliedReportingOverflow(by: right.mantissa)
            if !overflow {
                return Decimal(product, checkedExponent: Int(left.exponent) + Int(right.exponent))
            }
            // Drop the last digit of the longer factor; eighteen digits hold more than any meter's product needs.
            if left.mantissa.magnitude >= right.mantissa.magnitude {
                left = Decimal(left.mantissa / 10, exponent: left.exponent + 1)
            } else {
                right = Decimal(right.mantissa / 10, exponent: right.exponent + 1)
            }
        }
    }

    /// Rounded half away from zero to nine places after the point, fewer where the quotient is long; `nil` for a division by
    /// zero.
    package func divided(by other: Decimal) -> Decimal? {
        guard other.mantissa != 0 else { return nil }
        guard mantissa != 0 else { return .zero }
        let divisor = other.mantissa.magnitude
        let exponent = Int(exponent) - Int(other.exponent)
        var places = min(max(9 + exponent, 0), 18)
        while true {
            let dividend = mantissa.magnitude.multipliedFullWidth(by: Decimal.powersOfTen[places].magnitude)
            if dividend.high < divisor {
                let (quotient, remainder) = divisor.dividingFullWidth(dividend)
                if quotient < Int64.max.magnitude {
                    let rounded = Int64(quotient) + (remainder >= divisor - remainder ? 1 : 0)
                    let signed = (mantissa < 0) == (other.mantissa < 0) ? rounded : -rounded
                    return Decimal(signed, checkedExponent: exponent - places)?.rounded(toPlaces: 9)
                }
            }
            guard places > 0 else { return nil }
            places -= 1
        }
    }

    /// The quotient rounded half away from zero to at most `places` digits after the point; `nil` for a division by zero.
    package func divided(by other: Decimal, places: Int8) -> Decimal? {
        let shift = Int(exponent) - Int(other.exponent) + Int(places)
        if other.mantissa != 0, other.mantissa != -1, (0...18).contains(shift) {
            let (dividend, overflow) = mantissa.multipliedReportingOverflow(by: Decimal.powersOfTen[shift])
            if !overflow {
                return with(Decimal.roundedQuotient(dividend, other.mantissa), -places)
            }
        }
        return divided(by: other)?.rounded(toPlaces: places)
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

    /// Another number in place of this one: cheaper than making one, which is a call into the room where numbers are at home.
    @inline(__always)
    private func with(_ mantissa: Int64, _ exponent: Int8) -> Decimal {
        var other = self
        other.mantissa = mantissa
        other.exponent = exponent
        return other
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
