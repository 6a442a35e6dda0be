// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// What an energy counter did from one telegram to the next.
package enum EnergyStep: Sendable, Equatable {
    /// It grew by no more than a meter can carry, or stood still.
    case plausible
    /// It is lower than it was.
    case fell
    /// It grew by more than a meter can carry in that time.
    case leapt

    /// The most power that a meter sees directly, in W: three phases of 160 A at 230 V, the largest direct connection.
    private static let greatestPower = 110_000.0

    /// - Parameters:
    ///   - old: the counter as it was, in kWh.
    ///   - new: the counter as it is, in kWh.
    ///   - elapsed: the time in between.
    ///   - power: what the meter says that it carries, in W: a large plant's sees more than any that is connected directly, and
    ///     twice as much is a leap.
    package init(from old: Decimal, to new: Decimal, in elapsed: Duration, at power: Decimal? = nil) {
        if new < old {
            self = .fell
            return
        }
        // Two steps of the last digit more, because both readings are cut off.
        let step = Decimal(1, exponent: max(old.exponent, new.exponent)).double
        let greatest = max(EnergyStep.greatestPower, 2 * (power?.double ?? 0))
        let most = greatest / 1000 * (elapsed / Duration.seconds(3600)) + 2 * step
        self = new.double - old.double > most ? .leapt : .plausible
    }
}
