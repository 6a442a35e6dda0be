// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite struct DerivationTests {
    private func reading(_ lines: String...) throws -> Reading {
        try WrittenTelegram(identification: "AAA5", lines: lines).reading()
    }

    @Test("What is absent stays absent: no quantity of an empty telegram is known but its phases")
    func absent() throws {
        let reading = try reading("0-0:96.13.0()")
        for quantity in Quantity.allCases where quantity != .meterPhases {
            #expect(reading[quantity] == nil, "\(quantity.name)")
            #expect(reading.origin(quantity) == .absent, "\(quantity.name)")
        }
    }

    @Test(
        "Empty groups and numbers that are none are absent",
        arguments: ["()", "(-)", "(12x)", "(*kW)", "(1.2.3*kW)"]
    )
    func empty(group: String) throws {
        #expect(try reading("1-0:1.7.0\(group)")[.power] == nil)
    }

    @Test("Power is import minus export, with one of them too")
    func power() throws {
        #expect(try reading("1-0:1.7.0(01.000*kW)", "1-0:2.7.0(00.200*kW)")[.power] == Decimal(800))
        #expect(try reading("1-0:2.7.0(00.200*kW)")[.power] == Decimal(-200))
        #expect(try reading("1-0:1.7.0(700*W)")[.power] == Decimal(700))
        #expect(try reading("1-0:1.7.0(00.700)")[.power] == Decimal(700))
    }

    @Test("A three-phase meter with only a total gives each phase a third of it, and says so")
    func estimatedShare() throws {
        let reading = try reading(
            "1-0:1.7.0(01.000*kW)",
            "1-0:32.7.0(230.0*V)",
            "1-0:52.7.0(230.0*V)",
            "1-0:31.7.0(003*A)"
        )
        #expect(reading[.powerL2] == Decimal(333))
        #expect(reading.origin(.powerL2) == .derived(.estimatedShare))
        // An estimated power gives no current.
        #expect(reading[.currentL2] == nil)
        #expect(reading[.currentL1] == Decimal(3))
    }

    static let currents: [(sent: String, power: String, voltage: String, expected: String?, Derivation?)] = [
        ("(003*A)", "00.500", "230.0", "2.174", .powerOverVoltage),
        ("(003.1*A)", "00.500", "230.0", "3.1", .signedMeasured),
        ("(003*A)", "00.500", "001.0", "3", .signedMeasured),
        ("(003*A)", "00.000", "230.0", "0", .powerOverVoltage),
        ("()", "00.500", "230.0", "2.174", .powerOverVoltage),
        ("()", "00.500", "000.0", nil, nil),
    ]

    @Test("The current is the finest known, with the sign of its power", arguments: currents)
    func current(_ sent: String, _ power: String, _ voltage: String, _ expected: String?, _ how: Derivation?) throws {
        let taken = try reading("1-0:21.7.0(\(power)*kW)", "1-0:31.7.0\(sent)", "1-0:32.7.0(\(voltage)*V)")
        #expect(taken[.currentL1] == expected.flatMap { Decimal($0) })
        #expect(taken.origin(.currentL1) == (how.map { .derived($0) } ?? .absent))
        let given = try reading("1-0:22.7.0(\(power)*kW)", "1-0:31.7.0\(sent)", "1-0:32.7.0(\(voltage)*V)")
        #expect(given[.currentL1] == expected.flatMap { Decimal($0)?.negated })
    }

    @Test("A total that is sent wins over the sum of the tariffs")
    func totalWins() throws {
        let reading = try reading("1-0:1.8.0(10.001*kWh)", "1-0:1.8.1(4*kWh)", "1-0:1.8.2(6*kWh)")
        #expect(reading[.energyImport] == Decimal(10_001, exponent: -3))
    }

    @Test("Tariffs of every dialect are summed, each once, in any unit")
    func tariffs() throws {
        #expect(
            try reading("1-0:1.8.11(1*kWh)", "1-0:1.8.12(2*kWh)", "1-0:1.8.13(500*Wh)")[.energyImport] == Decimal("3.5")
        )
        #expect(try reading("1-0:1.8.1(1*kWh)", "1-0:1.8.2(2*kWh)", "1-0:1.8.1(3*kWh)")[.energyImport] == Decimal(5))
        #expect(try reading("1-0:1.8.1(1*kWh)", "1-0:1.8.2(2*V)")[.energyImport] == nil)
        let tooMuch = "999999999999999999"
        #expect(
            try reading("1-0:1.8.1(\(tooMuch)*kWh)", "1-0:1.8.2(0.001*kWh)", "1-0:1.8.3(1*kWh)")[.energyImport] == nil
        )
    }

    @Test(
        "A value in a unit that can't be is doubted and left out",
        arguments: ["1-0:32.7.0(230*A)", "1-0:1.7.0(1*kVA)"]
    )
    func wrongUnit(line: String) throws {
        let reading = try reading(line)
        #expect(reading[.voltageL1] == nil)
        #expect(reading[.power] == nil)
        #expect(reading.doubts.count == 1)
    }

    @Test("A power factor beyond one is doubted and left out")
    func powerFactor() throws {
        let reading = try reading("1-0:13.7.0(4.556)", "1-0:33.7.0(-1.000)")
        #expect(reading[.powerFactor] == nil)
        #expect(reading[.powerFactorL1] == Decimal(-1))
        #expect(
            reading.doubts.map(\.description) == ["line 3: 1-0:13.7.0 is 4.556, but a power factor is never beyond 1"]
        )
    }

    @Test("Apparent power and power factor follow from active and reactive power")
    func apparent() throws {
        let reading = try reading("1-0:2.7.0(00.300*kW)", "1-0:3.7.0(00.400*kvar)")
        #expect(reading[.apparent] == Decimal(500))
        #expect(reading[.powerFactor] == Decimal("-0.6"))
    }

    @Test("Numbers of absurd length give no wrong sums")
    func absurd() throws {
        let huge = "999999999999999999"
        let reading = try reading("1-0:21.7.0(\(huge)*MW)", "1-0:41.7.0(0.001*W)", "1-0:61.7.0(1.000*kW)")
        #expect(reading[.power] == nil)
    }
}
