// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("Energy counters that fall or vanish are held")
struct CounterGuardTests {
    private let start = ContinuousClock.now

    private func take(_ ledger: inout CounterLedger, _ telegram: WrittenTelegram, _ second: Int) throws
        -> (reading: Reading, notices: [CounterNotice])
    {
        var reading = try telegram.reading()
        var notices: [CounterNotice] = []
        ledger.take(&reading, at: start + .seconds(second), wallTime: 0) { notices.append($0) }
        return (reading, notices)
    }

    @Test("A telegram without one of its tariffs leaves total and tariff where they were")
    func missingTariff() throws {
        var ledger = CounterLedger()
        let whole = WrittenTelegram.phases([0, 0, 0])
        _ = try take(&ledger, whole, 0)

        let (reading, notices) = try take(&ledger, whole.without("1-0:1.8.2"), 1)

        #expect(reading[.energyImport] == Decimal(9000))
        #expect(reading[.energyImportT2] == Decimal(1))
        #expect(reading[.energyImportL1] == Decimal(3000))
        #expect(reading.origin(.energyImport) == .derived(.held))
        #expect(
            notices == [
                .held(.energyImport, at: Decimal(9000), said: Decimal(8999)),
                .held(.energyImportT2, at: Decimal(1), said: nil),
            ]
        )
        #expect(notices[0].description == "energy.import fell from 9000.000 to 8999.000 kWh and is held")
        #expect(notices[1].description == "energy.import.t2 is missing and is held at 1.000 kWh")

        // And the next whole telegram is told as it is
        let (next, silence) = try take(&ledger, .phases([0, 0, 0], taken: 9_000_010), 2)
        #expect(next[.energyImport] == Decimal("9000.01"))
        #expect(silence.isEmpty)
    }

    @Test("Three telegrams that agree bring the lower value")
    func restart() throws {
        var ledger = CounterLedger()
        _ = try take(&ledger, .phases([0, 0, 0]), 0)
        for second in 1...2 {
            let (reading, _) = try take(&ledger, .phases([0, 0, 0], taken: 5000), second)
            #expect(reading[.energyImport] == Decimal(9000))
        }

        let (reading, notices) = try take(&ledger, .phases([0, 0, 0], taken: 5000), 3)

        #expect(reading[.energyImport] == Decimal(5))
        #expect(notices.contains(.restarted(.energyImport, from: Decimal(9000), to: Decimal(5))))
        // What was integrated never falls for one meter.
        #expect(reading[.energyImportL1] == Decimal(3000))
    }

    @Test("Values that don't agree with each other are held for ever")
    func disagreeing() throws {
        var ledger = CounterLedger()
        _ = try take(&ledger, .phases([0, 0, 0]), 0)
        for (index, taken) in [5000, 4000, 8000, 3000, 7000, 2000].enumerated() {
            let (reading, _) = try take(&ledger, .phases([0, 0, 0], taken: taken), index + 1)
            #expect(reading[.energyImport] == Decimal(9000))
        }
    }

    @Test("A counter that three telegrams lack is not told any more")
    func vanished() throws {
        var ledger = CounterLedger()
        let whole = WrittenTelegram.phases([0, 0, 0])
        _ = try take(&ledger, whole, 0)
        for second in 1...2 {
            #expect(try take(&ledger, whole.without("1-0:2.8.1"), second).reading[.energyExport] == Decimal(3000))
        }
        let (reading, notices) = try take(&ledger, whole.without("1-0:2.8.1"), 3)
        #expect(reading[.energyExport] == nil)
        #expect(notices.contains(.restarted(.energyExport, from: Decimal(3000), to: nil)))
    }

    @Test("Another meter is told at once, and the first one again when it is back")
    func swap() throws {
        var ledger = CounterLedger()
        _ = try take(&ledger, .phases([0, 0, 0]), 0)
        let (other, silence) = try take(&ledger, .phases([0, 0, 0], taken: 2000, id: "42"), 1)
        #expect(other[.energyImport] == Decimal(2))
        #expect(silence.isEmpty)

        let (back, notices) = try take(&ledger, .phases([0, 0, 0], taken: 8_000_000), 2)
        #expect(back[.energyImport] == Decimal(9000))
        #expect(!notices.isEmpty)
    }

    @Test("The equal share of a total, which isn't integrated, is held with it")
    func share() throws {
        var ledger = CounterLedger()
        let total = WrittenTelegram(
            identification: "AAA5",
            lines: ["1-0:1.8.1(90*kWh)", "1-0:1.8.2(9*kWh)", "1-0:1.7.0(1*kW)", "1-0:52.7.0(230*V)"]
        )
        _ = try take(&ledger, total, 0)
        let (reading, _) = try take(&ledger, total.without("1-0:1.8.2"), 1)
        #expect(reading[.energyImportL3] == Decimal(33))
    }

    @Test("A restart remembers what was told")
    func remembered() throws {
        var ledger = CounterLedger(isKept: true)
        _ = try take(&ledger, .phases([0, 0, 0]), 0)
        var next = CounterLedger(ledger.finalRecords(), isKept: true)
        #expect(try take(&next, .phases([0, 0, 0], taken: 8000), 100).reading[.energyImport] == Decimal(9000))
    }

    @Test("No more than eight meters are remembered, the one that spoke longest ago is forgotten")
    func capacity() throws {
        var ledger = CounterLedger()
        for id in 41...49 { _ = try take(&ledger, .phases([0, 0, 0], id: "\(id)"), id) }
        #expect(ledger.finalRecords().count == 8)
        #expect(ledger.finalRecords().last?.id == "49")
    }
}
