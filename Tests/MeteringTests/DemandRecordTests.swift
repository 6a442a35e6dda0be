// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("Demand outlives the program")
struct DemandRecordTests {
    private func house() throws -> MeteredHouse {
        var house = MeteredHouse()
        try house.run("260115", 629..<650, each: 10)
        return house
    }

    @Test("After a restart in the middle the quarter hour goes on, and the peak is there", arguments: [true, false])
    func restart(isClean: Bool) throws {
        // Given a peak and a third of a quarter hour, and a restart that takes two minutes
        var house = try house()
        house.restart(isClean: isClean)
        try house.say("260115105200W", after: .seconds(120), taken: 120)

        #expect(house[.demandImportPeak] == 3600)
        #expect(house[.demandImport] == 1680)
        try house.run("260115", 652..<660, each: 20)
        // 30 × 10 + 120 + 48 × 20 Wh
        #expect(house[.demandImportPeak] == 5520)
    }

    @Test("A quarter hour that was silent before the restart is no peak after it")
    func spoilt() throws {
        var house = try house()
        try house.say("260115105110W", after: .seconds(70), taken: 70)
        house.restart()
        try house.run("260115", 652..<660, each: 20)
        #expect(house[.demandImportPeak] == 3600)
        #expect(house[.demandImportPeakTime] == 1_768_470_300)
    }

    @Test(
        "After a restart in another quarter hour, or with a counter that can't be the same, it isn't told",
        arguments: [
            ("260115110000W", 100), ("260115103500W", 0), ("260115105200W", -10_000), ("260115105200W", 50_000),
        ]
    )
    func strange(clock: String, taken: Int) throws {
        var house = try house()
        house.restart()
        try house.say(clock, after: .seconds(120), taken: taken)
        #expect(house[.demandImport] == nil)
        #expect(house[.demandImportPeak] == 3600)
    }

    @Test("It is written when a quarter hour begins, and no more often")
    func pace() throws {
        // Given a meter that doesn't tell the power of its phases, so that no promise has to be renewed
        let powers = [21, 41, 61, 22, 42, 62].map { "1-0:\($0).7.0" }
        var house = MeteredHouse(powers.reduce(WrittenTelegram.dutch5) { $0.without($1) })
        var writings: [Int] = []
        for minute in 13..<60 {
            for second in stride(from: 0, to: 60, by: 10) {
                let parts = [minute, second].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
                try house.say("26011510\(parts)W", taken: 10)
                guard house.ledger.needsWriting(at: house.arrival) else { continue }
                _ = house.ledger.records(at: house.arrival)
                house.ledger.confirm()
                writings.append(minute)
            }
        }
        // Then what is written every five minutes is written at the first quarter hour too
        #expect(writings == [13, 15, 20, 25, 30, 35, 40, 45, 50, 55])
    }
}
