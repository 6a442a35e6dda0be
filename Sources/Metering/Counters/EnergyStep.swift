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
    package init(from old: Decimal, to new: Decimal, in elapsed: Duration) {
        if new < old {
            self = .fell
            return
        }
        // Two steps of the last digit more, because both readings are cut off.
        let step = Decimal(1, exponent: max(old.exponent, new.exponent)).double
        let most = EnergyStep.greatestPower / 1000 * (elapsed / Duration.seconds(3600)) + 2 * step
        self = new.double - old.double > most ? .leapt : .plausible
    }
}
