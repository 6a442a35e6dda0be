// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

@Suite struct DecimalTests {
    static let good: [(String, Int64, Int8, String)] = [
        ("0", 0, 0, "0"), ("001988.284", 1_988_284, -3, "1988.284"), ("-063", -63, 0, "-63"), ("0.1", 1, -1, "0.1"),
        ("-0.030", -30, -3, "-0.030"), ("+00115", 115, 0, "115"), (" 000.03", 3, -2, "0.03"),
        ("00000000000000000000000000.5", 5, -1, "0.5"),
        ("999999999999999999", 999_999_999_999_999_999, 0, "999999999999999999"),
        ("0.000000000000000001", 1, -18, "0.000000000000000001"),
    ]

    @Test("A number keeps its digits exactly", arguments: good)
    func reads(_ text: String, _ mantissa: Int64, _ exponent: Int8, _ description: String) throws {
        let number = try #require(Decimal(text))
        #expect(number.mantissa == mantissa)
        #expect(number.exponent == exponent)
        #expect(number.description == description)
    }

    @Test(
        "Anything else is no number",
        arguments: [
            "", "-", ".", ".5", "-.5", "+", "1e3", "1,5", "1.2.3", " ", "1 ", "0x10", "--1", "1-", "nan",
            "1000000000000000000", "0.0000000000000000001", "٣",
        ]
    )
    func refuses(_ text: String) {
        #expect(Decimal(text) == nil)
    }

    @Test("A number says how many bytes it took")
    func length() {
        let bytes = Array("00.588*kW".utf8)
        #expect(Decimal.parse(bytes.span, from: 0, to: bytes.count)?.length == 6)
        #expect(Decimal.parse(bytes.span, from: 6, to: bytes.count) == nil)
    }

    static let doubles: [(Decimal, Double)] = [
        (Decimal(1_988_284, exponent: -3), 1988.284), (Decimal(-5, exponent: 2), -500), (Decimal(7), 7),
        (Decimal(0, exponent: 30), 0), (Decimal(0, exponent: -30), 0), (Decimal(1, exponent: 20), 1e20),
        (Decimal(-25, exponent: -20), -25e-20),
    ]

    @Test("The nearest double, also beyond eighteen places", arguments: doubles)
    func double(_ number: Decimal, _ value: Double) {
        #expect(number.double == value)
    }

    static let printed: [(Decimal, String)] = [
        (Decimal(588), "588"), (Decimal(5, exponent: 3), "5000"), (Decimal(0, exponent: 3), "0"),
        (Decimal(-5, exponent: -1), "-0.5"), (Decimal(.min, exponent: -18), "-9.223372036854775808"),
        (Decimal(0, exponent: -2), "0.00"),
    ]

    @Test("Printed in plain digits", arguments: printed)
    func description(_ number: Decimal, _ text: String) {
        #expect(number.description == text)
    }

    @Test("Moved by decimal places")
    func scaled() {
        #expect(Decimal(588, exponent: -3).scaled(by: 3).description == "588")
    }
}
