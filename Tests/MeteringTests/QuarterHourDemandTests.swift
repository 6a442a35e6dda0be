// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("The demand of a meter that doesn't tell it follows from its counter")
struct QuarterHourDemandTests {
    /// 2026-01-15 10:30 in Amsterdam.
    private static let halfPastTen: Int64 = 1_768_469_400

    /// A house whose meter was heard from 10:29 on, so that the beginning of the quarter hour at 10:30 is known.
    private func house() throws -> MeteredHouse {
        var house = MeteredHouse()
        try house.run("260115", 10 * 60 + 29..<10 * 60 + 30, each: 5)
        return house
    }

    private let half = 10 * 60 + 30

    @Test("Nothing is told of a quarter hour whose beginning nobody saw")
    func unknownBeginning() throws {
        var house = MeteredHouse()
        try house.run("260115", half - 14..<half - 1, each: 5)
        #expect(house[.demandImport] == nil)
        #expect(house.told?.quality(.demandImport) == .notAvailable)

        // When the next one begins, it is told from nothing on, and the one that was half seen is no peak
        try house.run("260115", half - 1..<half, each: 5)
        #expect(house[.demandImport] == 0)
        #expect(house[.demandImportPeak] == nil)
        #expect(house[.demandImportPeakTime] == nil)
    }

    @Test("It grows from nothing to the average of the whole quarter hour, and says that it is estimated")
    func running() throws {
        // Given 3.6 kW, which is 10 Wh in ten seconds
        var house = try house()
        try house.run("260115", half..<half + 5, each: 10)

        // Then a third of the quarter hour has brought a third of it
        #expect(house[.demandImport] == 1200)
        #expect(house.told?.quality(.demandImport) == .estimated)
        #expect(house.told?.origin(.demandImport) == .derived(.countedEnergy))

        try house.run("260115", half + 5..<half + 14, each: 10)
        try house.say("260115104459W", taken: 10)
        #expect(house[.demandImport] == 3400)
        #expect(house[.demandImportPeak] == nil)
    }

    @Test("The highest whole quarter hour is the peak, with the time when it ended")
    func rollOver() throws {
        var house = try house()
        try house.run("260115", half..<half + 15, each: 10)
        #expect(house[.demandImport] == 0)
        #expect(house[.demandImportPeak] == 3600)
        #expect(house[.demandImportPeakTime] == QuarterHourDemandTests.halfPastTen + 900)
        #expect(house.told?.quality(.demandImportPeak) == .estimated)
        #expect(house.told?.quality(.demandImportPeakTime) == .estimated)

        // When a lower one follows, and one as high, then it stays; a higher one takes its place
        try house.run("260115", half + 15..<half + 30, each: 9)
        try house.run("260115", half + 30..<half + 45, each: 10)
        #expect(house[.demandImportPeakTime] == QuarterHourDemandTests.halfPastTen + 900)
        try house.run("260115", half + 45..<half + 60, each: 11)
        #expect(house[.demandImportPeak] == 3960)
        #expect(house[.demandImportPeakTime] == QuarterHourDemandTests.halfPastTen + 3600)
    }

    @Test("Between two telegrams the counter is taken to rise evenly")
    func interpolated() throws {
        // Given telegrams five seconds before and after each quarter hour
        var house = MeteredHouse()
        try house.say("260115102955W")
        for minute in 30..<45 {
            try house.say("26011510\(minute)05W", after: .seconds(10), taken: 20)
            try house.say("26011510\(minute)55W", after: .seconds(50), taken: 0)
        }

        // When half of the last 20 Wh belongs to the next quarter hour, as half of the first did to this one
        try house.say("260115104505W", taken: 20)

        // Then 10 + 14 × 20 + 10 Wh in a quarter hour are 1200 W, and 10 Wh are 40 W
        #expect(house[.demandImportPeak] == 1200)
        #expect(house[.demandImport] == 40)
    }

    @Test("A quarter hour in which the meter was silent is told while it runs, but is no peak")
    func silence() throws {
        var house = try house()
        try house.run("260115", half..<half + 5, each: 10)
        try house.say("260115103601W", after: .seconds(61), taken: 61)
        #expect(house[.demandImport] == Int64(300 + 61) * 4)
        try house.run("260115", half + 6..<half + 15, each: 10)

        #expect(house[.demandImportPeak] == nil)
        #expect(house[.demandImport] == 0)
        try house.run("260115", half + 15..<half + 30, each: 1)
        #expect(house[.demandImportPeak] == 360)
    }

    @Test("A minute without a telegram is no silence")
    func shortSilence() throws {
        var house = try house()
        try house.run("260115", half..<half + 5, each: 10)
        try house.say("260115103600W", after: .seconds(60), taken: 60)
        try house.run("260115", half + 6..<half + 15, each: 10)
        #expect(house[.demandImportPeak] == 3600)
    }

    @Test("Silence at the turn of the quarter hour leaves both without a demand")
    func silentTurn() throws {
        var house = try house()
        try house.run("260115", half..<half + 14, each: 10)
        try house.say("260115104530W", after: .seconds(90), taken: 90)
        #expect(house[.demandImport] == nil)
        #expect(house[.demandImportPeak] == nil)
    }

    @Test(
        "A counter that leaps, falls or belongs to another meter ends the quarter hour, and the peak stays with its meter"
    )
    func otherCounter() throws {
        var house = try house()
        try house.run("260115", half..<half + 15, each: 10)

        // When the counter leaps by what no meter carries in ten seconds
        var leaping = house
        try leaping.say("260115104510W", taken: 1000)
        #expect(leaping[.demandImport] == nil)
        #expect(leaping[.demandImportPeak] == 3600)

        // When it falls, then it is held, and told anew when three telegrams agree
        var falling = house
        for second in [10, 20, 30] { try falling.say("2601151045\(second)W", taken: second == 10 ? -4_000_000 : 0) }
        #expect(falling.told?[.energyImport] == Decimal("1000.930"))
        #expect(falling[.demandImport] == nil)
        try falling.run("260115", half + 16..<half + 45, each: 5)
        #expect(falling[.demandImportPeak] == 3600)
        #expect(falling[.demandImport] == 0)

        // When another meter speaks, then nothing is known of it, and a whole quarter hour later its own peak
        house.telegram = house.telegram.with("0-0:96.1.1(4530303434303037333832323231353137)")
        try house.run("260115", half + 15..<half + 16, each: 3)
        #expect(house[.demandImport] == nil)
        #expect(house[.demandImportPeak] == nil)
        try house.run("260115", half + 16..<half + 45, each: 3)
        #expect(house[.demandImportPeak] == 1080)
    }

    @Test("A meter's own demand and peak are told as they are")
    func ownDemand() throws {
        var house = try house()
        try house.run("260115", half..<half + 15, each: 10)
        house.telegram = house.telegram.with("1-0:1.4.0(00.123*kW)", "1-0:1.6.0(260103114500W)(02.345*kW)")
        try house.run("260115", half + 15..<half + 16, each: 10)
        #expect(house[.demandImport] == 123)
        #expect(house[.demandImportPeak] == 2345)
        #expect(house.told?.quality(.demandImportPeak) == .sent)
        #expect(house[.demandImportPeakTime] == 1_767_437_100)

        // When only the peak is its own, and says no time, then none is joined with it
        var peakOnly = try self.house()
        try peakOnly.run("260115", half..<half + 15, each: 10)
        peakOnly.telegram = peakOnly.telegram.with("1-0:1.6.0(632525252525W)(02.345*kW)")
        try peakOnly.run("260115", half + 15..<half + 20, each: 10)
        #expect(peakOnly[.demandImport] == 1200)
        #expect(peakOnly[.demandImportPeak] == 2345)
        #expect(peakOnly[.demandImportPeakTime] == nil)
    }

    @Test("A counter of whole kilowatt-hours tells nothing of a quarter hour")
    func coarse() throws {
        var ledger = CounterLedger()
        for second in stride(from: 10, to: 1800, by: 10) {
            let time = [10, second / 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
            let telegram = WrittenTelegram.dutch5.without("1-0:1.8.2")
                .with("0-0:1.0.0(260115\(time)W)", "1-0:1.8.1(004426*kWh)")
            var reading = try telegram.reading()
            ledger.take(&reading, at: .now + .seconds(second), wallTime: 0) { _ in }
            #expect(reading[.demandImport] == nil)
        }
    }

    @Test("One telegram alone invents nothing")
    func alone() throws {
        let reading = try WrittenTelegram.dutch5.reading()
        #expect(reading.quality(.demandImport) == .notAvailable)
        #expect(reading.quality(.demandImportPeak) == .notAvailable)
    }
}
