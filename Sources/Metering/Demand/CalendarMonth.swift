// SPDX-License-Identifier: Apache-2.0

/// A month by the meter's own calendar.
package struct CalendarMonth: Sendable, Equatable {
    /// 2001 or later: what meters and people mean by a year.
    package let year: Int64
    /// 1 through 12.
    package let month: Int64

    /// `nil` for a month that isn't one of the years 2001 through 2069, those of a `MeterClock`.
    package init?(year: Int64, month: Int64) {
        guard (2001..<2070).contains(year), (1...12).contains(month) else { return nil }
        self.year = year
        self.month = month
    }

    /// The month of a day that is counted from 1970-01-01, in the years of a `MeterClock`.
    init(days: Int64) {
        var year: Int64 = 2001
        while year < 2070, MeterClock.daysSince1970(year + 1, 1, 1) <= days { year += 1 }
        var month: Int64 = 1
        while month < 12, MeterClock.daysSince1970(year, month + 1, 1) <= days { month += 1 }
        self.year = year
        self.month = month
    }

    /// Reads `2026-07`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2 else { return nil }
        guard let year = Int64(parts[0]), let month = Int64(parts[1]) else { return nil }
        self.init(year: year, month: month)
    }
}

extension CalendarMonth: CustomStringConvertible {
    /// `2026-07`.
    package var description: String { "\(year)-" + MeterClock.twoDigits(month) }
}
