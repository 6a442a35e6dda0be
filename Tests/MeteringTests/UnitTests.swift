// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite struct UnitTests {
    static let conversions: [(String, String, String, String)] = [
        ("1", "GJ", "kWh", "277.777777778"), ("3.6", "MJ", "kWh", "1"), ("1", "kWh", "MJ", "3.6"),
        ("0.588", "kW", "W", "588"),
        ("1", "MWh", "kWh", "1000"), ("5", "dm3", "m3", "0.005"), ("3600", "l/h", "m3/h", "3.6"),
        ("2", "h", "s", "7200"),
        ("1500", "ms", "s", "1.5"), ("50", "%", "1", "0.5"), ("0.049", "kHz", "Hz", "49"), ("1", "d", "h", "24"),
        ("90", "min", "h", "1.5"), ("1", "kvarh", "varh", "1000"), ("2300", "cV", "V", "23"),
        ("7", "degC", "degC", "7"),
    ]

    @Test("A number in another unit of the same kind", arguments: conversions)
    func converts(_ number: String, _ from: String, _ to: String, _ expected: String) throws {
        let (unit, other) = (try #require(Unit(from)), try #require(Unit(to)))
        let ratio = try #require(unit.conversion(to: other))
        #expect(try #require(Decimal(number)).converted(by: ratio) == Decimal(expected))
    }

    @Test(
        "Units of different kinds have no conversion",
        arguments: [
            ("W", "VA"), ("W", "var"), ("VA", "var"), ("V", "A"), ("kWh", "kW"), ("kWh", "kvarh"), ("m3", "m3/h"),
            ("Ah", "A"), ("Hz", "s"),
        ]
    )
    func refuses(_ from: String, _ to: String) throws {
        let (unit, other) = (try #require(Unit(from)), try #require(Unit(to)))
        #expect(unit.conversion(to: other) == nil)
        #expect(other.conversion(to: unit) == nil)
    }

    static let products: [(String, String, String)] = [
        ("V", "A", "VA"), ("A", "V", "VA"), ("kV", "A", "kVA"), ("W", "h", "Wh"), ("kW", "h", "kWh"), ("W", "s", "J"),
        ("m3/h", "h", "m3"), ("A", "h", "Ah"), ("var", "h", "varh"), ("1", "W", "W"), ("VA", "h", "VAh"),
    ]

    @Test("A product of units is the unit that has that name", arguments: products)
    func multiplies(_ a: String, _ b: String, _ product: String) throws {
        let (left, right, expected) = (try #require(Unit(a)), try #require(Unit(b)), try #require(Unit(product)))
        #expect(left.multiplied(by: right) == expected)
        #expect(expected.multiplied(by: right.inverse) == left || left.dimension == .none)
    }

    @Test("Volts times amperes are volt-amperes, never watts")
    func apparent() throws {
        #expect(Unit.volt.multiplied(by: .ampere) == .voltAmpere)
        #expect(Unit.volt.multiplied(by: .ampere) != .watt)
        #expect(Unit.watt.multiplied(by: Unit.volt.inverse) == .ampere)
    }

    @Test("A product that passes any real unit is none")
    func tooFar() {
        var unit: Unit? = .watt
        for _ in 0..<20 { unit = unit?.multiplied(by: .watt) }
        #expect(unit == nil)
    }

    @Test(
        "Telegrams spell units in either case",
        arguments: [("kVAr", "kvar"), ("Kvar", "kvar"), ("KWH", "kWh"), ("M3", "m3"), ("MW", "MW"), ("mV", "mV")]
    )
    func spelling(_ sent: String, _ symbol: String) throws {
        #expect(Unit(try #require(UnitSymbol(sent))) == Unit(symbol))
    }

    @Test("Maps spell units exactly", arguments: ["kvAr", "KW", "w", "volt", "", "m³", "°C"])
    func unknown(_ symbol: String) {
        #expect(Unit(symbol) == nil)
    }

    @Test("A ratio is in lowest terms")
    func ratio() {
        #expect(Ratio(36, 72, exponent: 0) == Ratio(1, 2, exponent: 0))
        #expect(Ratio(1000, 1, exponent: 0) == Ratio(1, 1, exponent: 3))
        #expect(Ratio.identity.divided(by: Decimal(1, exponent: -1)) == Ratio(1, 1, exponent: 1))
        #expect(Ratio.identity.divided(by: Decimal(0)) == nil)
        #expect(Ratio.identity.divided(by: Decimal(-1)) == nil)
        #expect(Decimal(1, exponent: 36).converted(by: Ratio(1, 1, exponent: 36)) == nil)
    }
}
