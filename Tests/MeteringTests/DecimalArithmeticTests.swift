// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite struct DecimalArithmeticTests {
    static let sums: [(String, String, String?)] = [
        ("1", "2", "3"), ("1.50", "-0.5", "1.00"), ("0.001", "1000", "1000.001"), ("-3", "3", "0"),
        ("999999999999999999", "0.001", nil), ("0", "0.000000000000000001", "0.000000000000000001"),
    ]

    @Test("A sum is exact or none", arguments: sums)
    func adding(_ a: String, _ b: String, _ expected: String?) throws {
        let (left, right) = (try #require(Decimal(a)), try #require(Decimal(b)))
        #expect(left.adding(right)?.description == expected)
        #expect(right.adding(left)?.description == expected)
        #expect(left.subtracting(right.negated)?.description == expected)
    }

    @Test("A sum that doesn't fit is none")
    func overflow() {
        #expect(Decimal(.max).adding(Decimal(1)) == nil)
        #expect(Decimal(.min).subtracting(Decimal(1)) == nil)
        #expect(Decimal.sum([Decimal(.max), Decimal(1), Decimal(-1)]) == nil)
        #expect(Decimal.sum([]) == Decimal(0))
    }

    static let products: [(Decimal, Decimal, Decimal?)] = [
        (Decimal(2305, exponent: -1), Decimal(-15, exponent: -1), Decimal(-34575, exponent: -2)),
        (Decimal(0), Decimal(.max), Decimal(0)), (Decimal(1, exponent: 30), Decimal(1, exponent: 7), nil),
        (Decimal(1, exponent: 30), Decimal(0, exponent: 30), Decimal(0)),
        (Decimal(4_000_000_000), Decimal(4_000_000_000), Decimal(16, exponent: 18)),
    ]

    @Test("A product is exact where it fits", arguments: products)
    func multiplied(_ a: Decimal, _ b: Decimal, _ expected: Decimal?) {
        #expect(a.multiplied(by: b) == expected)
        #expect(b.multiplied(by: a) == expected)
    }

    static let quotients: [(String, String, String?)] = [
        ("10", "4", "2.5"), ("1", "3", "0.333333333"), ("2", "3", "0.666666667"), ("-2", "3", "-0.666666667"),
        ("1", "-8", "-0.125"), ("0.000000001", "2", "0.000000001"), ("0.000000001", "3", "0"), ("5", "0", nil),
        ("0", "7", "0"), ("123456789.012", "123456789.012", "1"), ("100000009", "100000009", "1"),
        ("999999999999999999", "0.000000000000000001", "999999999999999999000000000000000000"),
        ("500", "230.1", "2.172968275"), ("999999999999999999", "999999999999999998", "1"),
    ]

    @Test("A quotient is rounded half away from zero to nine places", arguments: quotients)
    func divided(_ a: String, _ b: String, _ expected: String?) throws {
        let (left, right) = (try #require(Decimal(a)), try #require(Decimal(b)))
        let quotient = left.divided(by: right)
        #expect((quotient == nil) == (expected == nil))
        if let quotient, let expected {
            // A number of more than eighteen digits is compared by its plain digits.
            #expect(Decimal(expected).map { $0 == quotient } ?? (quotient.description == expected))
        }
    }

    @Test("A chain of divisions ends in none instead of a trap")
    func chain() {
        var number: Decimal? = Decimal(999_999_999_999_999_999)
        for _ in 0..<20 { number = number?.divided(by: Decimal(1, exponent: -18)) }
        #expect(number == nil)
        #expect(Decimal(.min).divided(by: Decimal(-1)) == nil)
        #expect(Decimal(.min).divided(by: Decimal(1)) == nil)
        #expect(Decimal(.min).divided(by: Decimal(10)) == Decimal(-922_337_203_685_477_580_8, exponent: -1))
    }

    static let roundings: [(String, Int8, String)] = [
        ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.4999", 0, "2"), ("1.005", 2, "1.01"), ("-0.4", 0, "0"), ("7", 3, "7"),
        ("0.000000000000000001", 0, "0"), ("0.05", 1, "0.1"),
    ]

    @Test("Rounded half away from zero", arguments: roundings)
    func rounded(_ text: String, _ places: Int8, _ expected: String) throws {
        #expect(try #require(Decimal(text)).rounded(toPlaces: places).description == expected)
    }

    @Test("Compared by value, whatever the exponents")
    func compared() {
        #expect(Decimal(150, exponent: -2) == Decimal(15, exponent: -1))
        #expect(Decimal(0, exponent: 20) == Decimal(0, exponent: -20))
        #expect(Decimal(-1) < Decimal(1, exponent: -18))
        #expect(Decimal(1, exponent: 30) > Decimal(.max))
        #expect(Decimal(.min) < Decimal(1, exponent: -18))
        #expect(Decimal(-5).absolute == Decimal(5))
    }

    @Test("An integer where it is one")
    func integer() {
        #expect(Decimal(1500, exponent: -2).integer == 15)
        #expect(Decimal(15, exponent: 2).integer == 1500)
        #expect(Decimal(15, exponent: -1).integer == nil)
        #expect(Decimal(1, exponent: 19).integer == nil)
        #expect(Decimal(0, exponent: 30).integer == 0)
    }
}
