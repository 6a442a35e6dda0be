// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("Quarter hours and months are those of the meter's clock")
struct DemandClockTests {
    @Test("In spring the quarter hour at 03:00 follows the one at 01:45")
    func spring() throws {
        // 2026-03-29: 02:00 is 03:00 at once.
        var house = MeteredHouse()
        try house.run("260329", 104..<105, each: 5)
        try house.run("260329", 105..<119, each: 10)
        for second in [10, 20, 30, 40, 50] { try house.say("2603290159\(second)W", taken: 10) }
        try house.say("260329030000S", taken: 10)

        #expect(house[.demandImportPeak] == 3600)
        #expect(house[.demandImportPeakTime] == 1_774_746_000)
        #expect(house[.demandImport] == 0)
        try house.run("260329", 180..<195, season: "S", each: 11)
        #expect(house[.demandImportPeak] == 3960)
        #expect(house[.demandImportPeakTime] == 1_774_746_900)
    }

    @Test("In autumn the hour from 02:00 comes twice, and each of its quarter hours counts for itself")
    func autumn() throws {
        // 2026-10-25: 03:00 summer time is 02:00 winter time.
        var house = MeteredHouse()
        try house.run("261025", 164..<165, season: "S", each: 5)
        try house.run("261025", 165..<179, season: "S", each: 10)
        for second in [10, 20, 30, 40, 50] { try house.say("2610250259\(second)S", taken: 10) }
        try house.say("261025020000W", taken: 10)
        #expect(house[.demandImportPeak] == 3600)
        #expect(house[.demandImportPeakTime] == 1_792_890_000)

        try house.run("261025", 120..<135, season: "W", each: 11)
        #expect(house[.demandImportPeak] == 3960)
        #expect(house[.demandImportPeakTime] == 1_792_890_900)
    }

    @Test("The month ends at the meter's midnight; its last quarter hour belongs to it")
    func month() throws {
        // Given the last two quarter hours of January
        var house = MeteredHouse()
        try house.run("260131", 1409..<1410, each: 5)
        try house.run("260131", 1410..<1425, each: 3)
        try house.run("260131", 1425..<1439, each: 10)
        for second in [10, 20, 30, 40, 50] { try house.say("2601312359\(second)W", taken: 10) }
        #expect(house[.demandImportPeak] == 1080)

        // When February begins, an hour before it does in UTC, then January's peak is over, although its last quarter hour
        // was the highest
        try house.say("260201000000W", taken: 10)
        #expect(house[.demandImportPeak] == nil)
        #expect(house.ledger.records(at: house.arrival)[0].records.demand.peak?.power == 3600)
        #expect(house.ledger.records(at: house.arrival)[0].records.demand.peak?.month.description == "2026-01")

        // And the first whole quarter hour of February is its peak, however low
        try house.run("260201", 0..<15, each: 1)
        #expect(house[.demandImportPeak] == 360)
        #expect(house[.demandImportPeakTime] == 1_769_901_300)
    }

    @Test(
        "A clock that jumps ends the quarter hour; one that is mended by a few seconds doesn't",
        arguments: [
            ("260115093500W", false), ("260115103359W", false), ("260115103402W", true), ("260115103530W", true),
            ("260115103603W", true), ("270115103500W", false), ("010101000001W", false),
        ]
    )
    func jump(clock: String, isTold: Bool) throws {
        // Given a meter that was heard until 10:35:00
        var house = MeteredHouse()
        try house.run("260115", 629..<635, each: 10)
        #expect(house[.demandImport] == 1200)

        try house.say(clock, taken: 10)
        #expect(house[.demandImport] == (isTold ? 1240 : nil))
    }

    @Test("A clock that jumps forwards within the quarter hour makes it no peak")
    func forwards() throws {
        var house = MeteredHouse()
        try house.run("260115", 629..<635, each: 10)
        try house.run("260115", 640..<645, each: 10)
        #expect(house[.demandImportPeak] == nil)
    }

    @Test("A clock that was wrong for one telegram hides the month's peak no longer than that")
    func wrongOnce() throws {
        var house = MeteredHouse()
        try house.run("260115", 629..<645, each: 10)
        #expect(house[.demandImportPeak] == 3600)
        try house.say("250614120000S")
        #expect(house[.demandImportPeak] == nil)
        try house.say("260115104520W")
        #expect(house[.demandImportPeak] == 3600)
    }

    @Test("A clock that goes a little back over the end of a quarter hour doesn't end it twice")
    func backOverTheEnd() throws {
        var house = MeteredHouse()
        try house.run("260115", 629..<645, each: 10)
        try house.say("260115104455W", taken: 10)
        #expect(house[.demandImport] == 40)
        try house.run("260115", 645..<660, each: 10)
        // The telegram at 10:44:55 was one more.
        #expect(house[.demandImportPeak] == 3640)
    }

    @Test("A clock that stands still tells no quarter hour for ever")
    func standingStill() throws {
        var house = MeteredHouse()
        try house.run("260115", 629..<635, each: 10)
        for _ in 0..<60 { try house.say("260115103500W", taken: 10) }
        #expect(house[.demandImport] != nil)
        for _ in 0..<20 { try house.say("260115103500W", taken: 10) }
        #expect(house[.demandImport] == nil)
    }

    @Test("A meter without a clock is given the wall's time, and the month of its country")
    func withoutClock() throws {
        // Given a meter without a clock in the last minutes of June in Amsterdam, two hours before they are over in UTC
        var house = MeteredHouse()
        let july: Int64 = 1_782_856_800
        for second in stride(from: july - 910, to: july, by: 10) { try house.say(nil, taken: 10, wallTime: second) }
        #expect(house[.demandImport] == 3560)

        try house.say(nil, taken: 10, wallTime: july)
        #expect(house[.demandImport] == 0)
        #expect(house[.demandImportPeak] == nil)
        let peak = house.ledger.records(at: house.arrival)[0].records.demand.peak
        #expect(peak?.power == 3600)
        #expect(peak?.time == july)
        #expect(peak?.month.description == "2026-06")
    }
}
