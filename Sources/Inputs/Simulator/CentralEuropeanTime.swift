// SPDX-License-Identifier: Apache-2.0

/// A time as a Dutch meter's clock shows it: winter time (UTC+1) and summer time (UTC+2).
struct CentralEuropeanTime {
    /// Twelve digits and a letter, `YYMMDDhhmmssX`, X being `S` in summer and `W` in winter (DSMR P1 5.0.2 §6.4).
    let stamp: String

    /// - Parameter time: seconds since 1970-01-01 00:00 UTC.
    init(_ time: Int64) {
        let isSummer = Self.isSummer(time)
        let local = time + (isSummer ? 7200 : 3600)
        let second = local.flooredRemainder(86400)
        let date = Self.date(daysSince1970: (local - second) / 86400)
        let digits = [
            date.year.flooredRemainder(100), date.month, date.day, second / 3600, second / 60 % 60, second % 60,
        ]
        stamp = digits.map { $0.padded(to: 2) }.joined() + (isSummer ? "S" : "W")
    }

    /// From the last Sunday of March to the last Sunday of October, each at 1:00 UTC (directive 2000/84/EC).
    private static func isSummer(_ time: Int64) -> Bool {
        let today = (time - time.flooredRemainder(86400)) / 86400
        let date = date(daysSince1970: today)
        guard 3...10 ~= date.month else { return false }
        guard date.month == 3 || date.month == 10 else { return true }
        let lastOfMonth = today - date.day + 31
        // 1970-01-01 was a Thursday, three days before a Sunday.
        let lastSunday = lastOfMonth - (lastOfMonth - 3).flooredRemainder(7)
        let hasChanged = time >= lastSunday * 86400 + 3600
        return date.month == 3 ? hasChanged : !hasChanged
    }

    /// The date of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
    private static func date(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // Years begin in March here, so that the leap day is the last of its year; eras are 400 years.
        let days = daysSince1970 + 719_468
        let dayOfEra = days.flooredRemainder(146_097)
        let era = (days - dayOfEra) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}

extension Int64 {
    /// The remainder that is never negative.
    fileprivate func flooredRemainder(_ divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}

extension BinaryInteger {
    /// The digits with zeros in front, at least so many.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
