// SPDX-License-Identifier: Apache-2.0

/// The highest quarter hour of one month.
package struct MonthPeak: Sendable, Equatable {
    /// Average of that quarter hour, in W.
    package let power: Int64
    /// When it ended, in seconds since 1970 UTC.
    package let time: Int64
    /// The month in which it began, by the meter's own calendar.
    package let month: CalendarMonth

    /// - Returns: `nil` where the power or the time doesn't fit 32 bits, in which registers and the state file have them.
    package init?(power: Int64, time: Int64, month: CalendarMonth) {
        guard UInt32(exactly: power) != nil, UInt32(exactly: time) != nil else { return nil }
        self.power = power
        self.time = time
        self.month = month
    }

    /// Whether this one counts instead of the one that is known: it is higher, or of another month.
    func replaces(_ known: MonthPeak?) -> Bool {
        guard let known, known.month == month else { return true }
        return power > known.power
    }
}
