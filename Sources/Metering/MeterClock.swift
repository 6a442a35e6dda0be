// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// What a meter's clock showed: `YYMMDDhhmmss`, with S or W where the meter says whether summer time is in force.
package struct MeterClock: Sendable, Equatable {
    /// What a meter says of summer time.
    package enum Season: Sendable {
        case summer
        case winter
        /// No letter was sent: local time of a country with summer time, by the rule of the European Union.
        case unsaid
    }

    /// Seconds since 1970, as if the wall clock were UTC.
    let wallSeconds: Int64
    /// Whether summer time was in force, as far as the meter says.
    package let season: Season

    /// Reads the characters of a time stamp; `nil` for anything else and for the ways meters say "never": all zeros, FF bytes
    /// read as decimal, a date of 2000 or 1970, dates that don't exist.
    package init?(_ characters: ArraySlice<UInt8>) {
        let bytes = characters.span
        guard let clock = bytes.count == 24 ? MeterClock.dateTime(bytes) : MeterClock.stamp(bytes) else { return nil }
        self = clock
    }

    /// Joins the two lines `1-0:0.9.2(YYMMDD)` and `1-0:0.9.1(hhmmss)` of some Iskra meters; they show winter time.
    init?(date: ArraySlice<UInt8>, time: ArraySlice<UInt8>) {
        guard date.count == 6, time.count == 6 else { return nil }
        guard let date = MeterClock.triple(date.span, at: 0), let time = MeterClock.triple(time.span, at: 0) else {
            return nil
        }
        self.init(date, time, .winter)
    }

    /// `nil` for a date or a time that doesn't exist, or that stands for "never".
    private init?(_ date: Triple, _ time: Triple, _ season: Season) {
        let year = 2000 + date.0
        guard (1...12).contains(date.1), (1...MeterClock.daysInMonth(date.1, year)).contains(date.2) else { return nil }
        guard time.0 < 24, time.1 < 60, time.2 < 60, (2001..<2070).contains(year) else { return nil }
        wallSeconds =
            MeterClock.daysSince1970(year, date.1, date.2) * 86_400 + time.0 * 3600 + time.1 * 60 + time.2
        self.season = season
    }

    /// What a clock shows that is right; `nil` outside of the years in which that of a meter is believed.
    ///
    /// - Parameters:
    ///   - secondsSince1970: in UTC.
    ///   - standardOffset: seconds that the country's winter time is ahead of UTC.
    init?(secondsSince1970 seconds: Int64, standardOffset: Int64) {
        let days = (MeterClock.daysSince1970(2001, 1, 2), MeterClock.daysSince1970(2069, 12, 31))
        guard (days.0 * 86_400..<days.1 * 86_400).contains(seconds) else { return nil }
        let isSummer = MeterClock.hasSummerTime(standardOffset) && MeterClock.isEuropeanSummer(seconds)
        season = isSummer ? .summer : .winter
        wallSeconds = seconds + standardOffset + (isSummer ? 3600 : 0)
    }

    private static func stamp(_ bytes: Span<UInt8>) -> MeterClock? {
        guard let date = triple(bytes, at: 0), let time = triple(bytes, at: 6) else { return nil }
        switch bytes.count {
        case 12: return MeterClock(date, time, .unsaid)
        case 13 where bytes[12] | 0x20 == UInt8(ascii: "s"): return MeterClock(date, time, .summer)
        case 13 where bytes[12] | 0x20 == UInt8(ascii: "w"): return MeterClock(date, time, .winter)
        default: return nil
        }
    }

    /// A date-time of DLMS in hexadecimal: year, month, day, weekday, hour, minute, second, hundredths, deviation, status
    /// (IEC 62056-6-2, 4.1.6.1). Bit 7 of the status says that summer time is in force.
    private static func dateTime(_ digits: Span<UInt8>) -> MeterClock? {
        var octets = InlineArray<12, Int64>(repeating: 0)
        for index in 0..<12 {
            guard let high = hexadecimalDigit(digits[2 * index]), let low = hexadecimalDigit(digits[2 * index + 1])
            else {
                return nil
            }
            octets[index] = Int64(high << 4 | low)
        }
        // A status of FF says nothing about it.
        let season: Season = octets[11] == 0xFF ? .unsaid : octets[11] & 0x80 == 0 ? .winter : .summer
        let date = ((octets[0] << 8) + octets[1] - 2000, octets[2], octets[3])
        return MeterClock(date, (octets[5], octets[6], octets[7]), season)
    }

    private typealias Triple = (Int64, Int64, Int64)

    /// Three numbers of two digits each.
    private static func triple(_ bytes: Span<UInt8>, at start: Int) -> Triple? {
        guard bytes.count >= start + 6 else { return nil }
        guard let first = pair(bytes, start), let second = pair(bytes, start + 2), let third = pair(bytes, start + 4)
        else { return nil }
        return (first, second, third)
    }

    private static func pair(_ bytes: Span<UInt8>, _ index: Int) -> Int64? {
        let (tens, ones) = (bytes[index] &- 0x30, bytes[index + 1] &- 0x30)
        return tens <= 9 && ones <= 9 ? Int64(tens) * 10 + Int64(ones) : nil
    }

    /// The date and time that the clock showed, such as `2026-07-01 14:20:30`.
    package var wallTime: String {
        let (days, rest) = wallSeconds.quotientAndRemainder(dividingBy: 86_400)
        let day = days - MeterClock.daysSince1970(month.year, month.month, 1) + 1
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map { MeterClock.twoDigits($0) }.joined(separator: ":")
        return "\(month)-\(MeterClock.twoDigits(day)) \(time)"
    }

    /// The month that the clock showed.
    var month: CalendarMonth { CalendarMonth(days: wallSeconds / 86_400) }

    static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Seconds since 1970 UTC.
    ///
    /// - Parameter standardOffset: seconds that the country's winter time is ahead of UTC.
    package func secondsSince1970(standardOffset: Int64) -> Int64 {
        let winter = wallSeconds - standardOffset
        switch season {
        case .winter: return winter
        case .summer: return winter - 3600
        case .unsaid where !MeterClock.hasSummerTime(standardOffset): return winter
        case .unsaid: return MeterClock.isEuropeanSummer(winter - 3600) ? winter - 3600 : winter
        }
    }

    /// Iceland, alone at no offset among the countries that are known, has had no summer time since 1968.
    private static func hasSummerTime(_ standardOffset: Int64) -> Bool { standardOffset != 0 }

    private static func daysInMonth(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the Gregorian calendar, for the years 2000 through 2099, in which every fourth is a leap year.
    static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let leapDays = (year - 1) / 4 - 1969 / 4
        let january = (year - 1970) * 365 + leapDays
        // March is the first month of this count, so that February's odd length is its last: 153 days every five months.
        let leapDay: Int64 = month > 2 && year % 4 == 0 ? 1 : 0
        let before = month > 2 ? (153 * (month - 3) + 2) / 5 + 59 : 31 * (month - 1)
        return january + before + leapDay + day - 1
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
