// SPDX-License-Identifier: Apache-2.0

/// What an object of a telegram is about, by its code.
enum ObjectMeaning: Equatable {
    /// It says this quantity, as a number with or without a unit.
    case quantity(Quantity)
    /// Date and time in one line.
    case clock
    /// Hours, minutes and seconds in a line of their own (some Iskra meters).
    case clockTime
    /// Year, month and day in a line of their own.
    case clockDate
    /// The tariff in force, which meters write in three ways.
    case tariff
    /// A switch, as a number or as ON and OFF.
    case breaker
    /// The highest quarter hour of the month and its time, in either order.
    case peak
    /// The highest quarter hours of the months before.
    case peakHistory
    /// What the meter switches off at: power, apparent power or current, told apart by the unit.
    case limiter
    /// Text, a log or another thing that is read when it is asked for.
    case other
}
