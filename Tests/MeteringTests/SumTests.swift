// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("A sum says what a meter would say that sees all of them, and nothing else")
struct SumTests {
    private func sum(_ terms: (WrittenTelegram, isSubtracted: Bool)...) throws -> Reading {
        let terms = try terms.map { Reading.Term(try $0.reading(), isSubtracted: $1) }
        return try #require(Reading.sum(of: terms, telegram: .unsent(by: "rest")))
    }

    @Test("Powers are added with their signs, in all and by phase, and each direction follows")
    func powers() throws {
        // Given a house that gives 1201 W and a charger that takes 4 kW
        let charger = WrittenTelegram.phases([2000, 1500, 500])
        let rest = try sum((.dutch5, false), (charger, true))

        // Then the rest of the house gives 5201 W
        #expect(rest[.power] == Decimal(-5201))
        #expect(rest[.powerImport] == .zero)
        #expect(rest[.powerExport] == Decimal(5201))
        #expect(Phase.allCases.map { rest[$0.power] } == [Decimal(-1769), Decimal(-1615), Decimal(-1817)])
        #expect(rest[.powerL1Export] == Decimal(1769))
        #expect(rest.origin(.power) == .derived(.summed))
        #expect(rest.quality(.power) == .derived)
    }

    @Test("Currents carry the sign of their phase's power, and apparent power follows from active and reactive")
    func currents() throws {
        let sum = try sum((.swedish, false), (.swedish, false))

        #expect(sum[.power] == Decimal(4300))
        #expect(sum[.reactive] == Decimal(-840))
        #expect(sum[.reactiveExport] == Decimal(840))
        #expect(sum[.currentL1] == Decimal("11.4"))
        // √(900² + 500²)
        #expect(sum[.apparentL2] == Decimal("1029.6"))
        #expect(sum[.powerFactorL2] == Decimal("0.874"))
        let difference = try self.sum((.swedish, true), (.dutch5, false))
        #expect(try #require(difference[.currentL1]).mantissa < 0)
        #expect(difference[.reactive] == nil)
    }

    @Test("What one of them doesn't say, the sum doesn't say")
    func absence() throws {
        let mute = WrittenTelegram.phases([100, 200, 300])
        let sum = try sum((.dutch5, false), (mute, false))

        #expect(sum[.powerL3] == Decimal(-1017))
        #expect(sum[.currentL3] == nil)
        #expect(sum[.reactive] == nil)
        for quantity in [Quantity.gasVolume, .demandImport, .powerAbsolute, .currentL1Measured, .limitPower] {
            #expect(sum[quantity] == nil)
        }
    }

    @Test("Nobody knows to which phase of three a meter of one is connected, so no phase is told")
    func phases() throws {
        let rest = try sum((.dutch5, false), (.icelandic, true))

        #expect(rest[.power] == Decimal(-2451))
        #expect(rest[.meterPhases] == Decimal(3))
        for phase in Phase.allCases {
            #expect(rest[phase.power] == nil)
            #expect(rest[phase.current] == nil)
        }
    }

    @Test(
        "Voltages, frequency, tariff and clock are those of the first that is added; OBIS codes and an identifier it has none"
    )
    func first() throws {
        let rest = try sum((.swedish, true), (.dutch5, false))

        #expect(rest[.voltageL1] == Decimal("231.0"))
        #expect(rest[.voltageL1L2] != nil)
        #expect(rest[.tariff] == Decimal(2))
        #expect(rest[.meterTime] == Decimal(1_768_469_400))
        #expect(rest.origin(.tariff) == .derived(.firstOfSum))
        #expect(rest.meterID == nil)
        #expect(rest.text(.meterModel) == "rest")
        #expect(rest.telegram.objects.isEmpty)
    }

    @Test("Counters of meters that are only added are added one by one")
    func counters() throws {
        let sum = try sum((.phases([0, 0, 0], taken: 5_000_500, given: 7), false), (.dutch5, false))

        #expect(sum[.energyImport] == Decimal("11826.809"))
        #expect(sum[.energyExport] == Decimal("8310.177"))
        #expect(sum[.energyImportT2] == Decimal("2400.899"))
        #expect(sum[.energyExportT2] == nil)
        #expect(sum.quality(.energyImport) == .derived)
        // An equal share of the total is a guess, and so is the sum of two.
        #expect(sum.quality(.energyImportL1) == .estimated)
    }

    @Test("A guess in a sum makes it one")
    func quality() throws {
        let total = WrittenTelegram(
            identification: "AAA5",
            lines: ["1-0:1.7.0(00.900*kW)", "1-0:32.7.0(230.0*V)", "1-0:52.7.0(230.0*V)", "1-0:72.7.0(230.0*V)"]
        )
        let sum = try sum((.dutch5, false), (total, false))

        #expect(sum[.powerL1] == Decimal(531))
        #expect(sum.quality(.powerL1) == .estimated)
        #expect(sum.quality(.powerL1Import) == .estimated)
        #expect(sum.quality(.power) == .derived)
    }
}
