// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// A quarter of an hour, as the demand of consumers is billed by: it begins at 0, 15, 30 or 45 minutes past the hour.
package struct QuarterHour: Sendable, Equatable {
    /// In seconds.
    package static let length: Int64 = 900
    /// What a watt carries in a quarter of an hour, in µWh.
    private static let energyOfOneWatt: Int64 = 250_000

    /// When it began, in seconds since 1970 UTC: every offset that summer or winter time has here is whole hours.
    package let begin: Int64
    /// `energy.import` at its beginning, in µWh.
    package let energy: Int64
    /// Whether the meter was never silent in it, so that its average may become the peak of a month.
    package internal(set) var isWhole: Bool

    /// - Returns: `nil` where no quarter hour begins at that time, or the energy is negative.
    package init?(begin: Int64, energy: Int64, isWhole: Bool) {
        guard begin >= 0, begin <= Int64(UInt32.max), begin.isMultiple(of: QuarterHour.length), energy >= 0 else {
            return nil
        }
        self.begin = begin
        self.energy = energy
        self.isWhole = isWhole
    }

    /// When the quarter hour began in which this second is.
    static func begin(of time: Int64) -> Int64 { time - time % length }

    var end: Int64 { begin + QuarterHour.length }

    func contains(_ time: Int64) -> Bool { begin <= time && time < end }

    /// What was taken since its beginning, spread over the whole quarter hour, in W: it grows from nothing to the average that
    /// counts in the end, as that of meters which have such a register (IEC 62056-6-2, class 5, `current_average_value`).
    ///
    /// - Parameter energy: `energy.import` now, in µWh.
    func demand(at energy: Int64) -> Int64 {
        Decimal.roundedQuotient(max(0, energy - self.energy), QuarterHour.energyOfOneWatt)
    }
}
