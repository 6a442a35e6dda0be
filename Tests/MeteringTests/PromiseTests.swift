// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("Integrated counters are told no further than what is promised on disk")
struct PromiseTests {
    private let start = ContinuousClock.now

    private func take(_ ledger: inout CounterLedger, _ second: Int, watts: Int = 3600, taken: Int = 9_000_000) throws
        -> Decimal
    {
        var reading = try WrittenTelegram.phases([watts, 0, 0], taken: taken).reading()
        ledger.take(&reading, at: start + .seconds(second), wallTime: 0) { _ in }
        return try #require(reading[.energyImportL1])
    }

    @Test("Before the first promise is on disk the beginning is told, then as much as was promised")
    func ceiling() throws {
        // Given a counter that grows by a watt-hour each second, and a disk that has not been written
        var ledger = CounterLedger(isKept: true)
        #expect(try take(&ledger, 0) == Decimal(3000))
        #expect(ledger.needsWriting(at: start))
        let records = ledger.records(at: start)
        #expect(try take(&ledger, 10) == Decimal(3000))

        // When the promise is on disk
        ledger.confirm()

        // Then what was counted is told, up to the promise of 3000.1 kWh
        #expect(try take(&ledger, 11) == Decimal("3000.0110"))
        #expect(records[0].records.integrals[0].promise == Decimal("3000.1"))
        for second in 12..<200 { _ = try take(&ledger, second) }
        #expect(try take(&ledger, 200) == Decimal("3000.1"))
    }

    @Test("A promise is renewed when half of it is used, and after five minutes")
    func renewal() throws {
        var ledger = CounterLedger(isKept: true)
        _ = try take(&ledger, 0, watts: 1000)
        _ = ledger.records(at: start)
        ledger.confirm()
        // 1 kW uses half of 0.1 kWh in 180 s.
        #expect(!ledger.needsWriting(at: start + .seconds(1)))
        for second in stride(from: 10, through: 170, by: 10) { _ = try take(&ledger, second, watts: 1000) }
        #expect(!ledger.needsWriting(at: start + .seconds(170)))
        for second in [180, 190] { _ = try take(&ledger, second, watts: 1000) }
        #expect(ledger.needsWriting(at: start + .seconds(190)))

        _ = ledger.records(at: start + .seconds(190))
        ledger.confirm()
        _ = try take(&ledger, 191, watts: 0)
        #expect(!ledger.needsWriting(at: start + .seconds(489)))
        #expect(ledger.needsWriting(at: start + .seconds(490)))
    }

    @Test("After a power cut the promise is told until the counter has caught up")
    func powerCut() throws {
        // Given a counter with a promise on disk, told some way further when the power is cut
        var ledger = CounterLedger(isKept: true)
        _ = try take(&ledger, 0)
        let onDisk = ledger.records(at: start)
        ledger.confirm()
        var told = Decimal.zero
        for second in 1...50 { told = try take(&ledger, second) }
        #expect(told == Decimal("3000.0500"))

        // When it begins again from what is on disk
        var next = CounterLedger(onDisk, isKept: true)

        // Then nothing is ever told that is less, and the counter catches up
        #expect(try take(&next, 1000) == Decimal("3000.1"))
        for second in 1001..<1115 { #expect(try take(&next, second) == Decimal("3000.1")) }
        _ = next.records(at: start + .seconds(1115))
        next.confirm()
        for second in 1115..<1200 { told = try take(&next, second) }
        #expect(told > Decimal(300_012, exponent: -2))
        #expect(told < Decimal(300_021, exponent: -2))
    }

    @Test("A clean end and a beginning lose nothing, and what the total rose by in between is shared")
    func cleanEnd() throws {
        var ledger = CounterLedger(isKept: true)
        _ = try take(&ledger, 0)
        _ = ledger.records(at: start)
        ledger.confirm()
        let told = try take(&ledger, 37)
        let onDisk = ledger.finalRecords()
        #expect(onDisk[0].records.integrals[0].promise == nil)

        var same = CounterLedger(onDisk, isKept: true)
        #expect(try take(&same, 1000) == told)

        var later = CounterLedger(onDisk, isKept: false)
        #expect(try take(&later, 1000, taken: 9_000_300) == Decimal("3000.1370"))
    }

    @Test("Without a disk, what isn't promised is told all the same")
    func lifted() throws {
        var ledger = CounterLedger(isKept: true)
        _ = try take(&ledger, 0)
        _ = ledger.records(at: start)
        ledger.lift()
        #expect(try take(&ledger, 60) == Decimal("3000.0600"))
        // And what can't be written is replaced by something newer after a minute.
        #expect(!ledger.needsWriting(at: start + .seconds(59)))
        #expect(ledger.needsWriting(at: start + .seconds(60)))
    }

    @Test("Whenever the power is cut, what is told afterwards is no less", arguments: 1...20)
    func anyCut(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var ledger = CounterLedger(isKept: true)
        var onDisk: [(id: String, records: CounterRecords)] = []
        var pending: [(id: String, records: CounterRecords)]?
        var highest = Decimal.zero
        var second = 0
        for _ in 0..<500 {
            second += 1 + random.below(12)
            let told = try take(&ledger, second, watts: random.below(20_000))
            #expect(told >= highest)
            highest = told
            switch random.below(12) {
            case 0..<4:
                // The disk has written what it was given.
                if let written = pending {
                    onDisk = written
                    ledger.confirm()
                }
                pending = nil
            case 4:
                // The power is cut; what was being written may stand there or not.
                if let pending, random.below(2) == 0 { onDisk = pending }
                ledger = CounterLedger(onDisk, isKept: true)
                pending = nil
            default:
                let now = start + .seconds(second)
                if pending == nil, ledger.needsWriting(at: now) { pending = ledger.records(at: now) }
            }
        }
    }
}
