// SPDX-License-Identifier: Apache-2.0

/// What a meter's clock showed: `YYMMDDhhmmss`, with S or W where the meter says whether summer time is in force.
package struct MeterClock: Sendable, Equatable {
    package enum Season: Sendable {
        case summer
        case winter
        /// No letter was sent: local time of a country with summer time, by the rule of the European Union.
        case unsaid
    }

    /// Seconds since 1970, as if the wall clock were UTC.
    let wallSeconds: Int64
    package let season: Season

    /// Reads the characters of a time stamp; `nil` for anything else and for the ways meters say "never": all zeros, FF bytes
    /// read as decimal, a date of 2000 or 1970, dates that don't exist.
    package init?(_ characters: some Collection<UInt8>) {
        let bytes = Array(characters)
        guard bytes.count == 12 || bytes.count == 13 else { return nil }
        var fields: [Int64] = []
        for index in stride(from: 0, to: 12, by: 2) {
            let (tens, ones) = (bytes[index] &- 0x30, bytes[index + 1] &- 0x30)
            guard tens <= 9, ones <= 9 else { return nil }
            fields.append(Int64(tens) * 10 + Int64(ones))
        }
        switch bytes.count == 13 ? bytes[12] : nil {
        case nil: season = .unsaid
        case UInt8(ascii: "S"), UInt8(ascii: "s"): season = .summer
        case UInt8(ascii: "W"), UInt8(ascii: "w"): season = .winter
        default: return nil
        }
        guard let seconds = MeterClock.seconds(fields) else { return nil }
        wallSeconds = seconds
    }

    /// Joins the two lines `1-0:0.9.2(YYMMDD)` and `1-0:0.9.1(hhmmss)` of some Iskra meters; they show UTC.
    init?(date: some Collection<UInt8>, time: some Collection<UInt8>) {
        guard date.count == 6, time.count == 6 else { return nil }
        self.init(Array(date) + Array(time) + [UInt8(ascii: "W")])
    }

    /// Seconds since 1970 UTC.
    ///
    /// - Parameter standardOffset: seconds that the country's winter time is ahead of UTC.
    package func secondsSince1970(standardOffset: Int64) -> Int64 {
        let winter = wallSeconds - standardOffset
        switch season {
        case .winter: return winter
        case .summer: return winter - 3600
        // Iceland, alone at no offset among the countries that are known, has had no summer time since 1968.
        case .unsaid where standardOffset == 0: return winter
        case .unsaid: return MeterClock.isEuropeanSummer(winter - 3600) ? winter - 3600 : winter
        }
    }

    private static func seconds(_ fields: [Int64]) -> Int64? {
        let (year, month, day) = (2000 + fields[0], fields[1], fields[2])
        let (hour, minute, second) = (fields[3], fields[4], fields[5])
        guard (1...12).contains(month), (1...daysInMonth(month, year)).contains(day) else { return nil }
        guard hour < 24, minute < 60, second < 60, (2001..<2070).contains(year) else { return nil }
        return daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static func daysInMonth(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the Gregorian calendar, for the years 2000 through 2099, in which every fourth is a leap year.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let leapDays = (year - 1) / 4 - 1969 / 4
        let january = (year - 1970) * 365 + leapDays
        let before = (1..<month).reduce(0) { $0 + daysInMonth($1, year) }
        return january + before + day - 1
    }

    /// Summer time runs from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC
    /// (directive 2000/84/EC, articles 2 and 3).
    private static func isEuropeanSummer(_ seconds: Int64) -> Bool {
        var year: Int64 = 2000
        while daysSince1970(year + 1, 1, 1) * 86_400 <= seconds { year += 1 }
        return seconds >= lastSunday(year, 3) + 3600 && seconds < lastSunday(year, 10) + 3600
    }

    private static func lastSunday(_ year: Int64, _ month: Int64) -> Int64 {
        let last = daysSince1970(year, month, 31)
        // 1970-01-01 was a Thursday: day 3 was the first Sunday.
        return (last - (last - 3) % 7) * 86_400
    }
}
