// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// The highest quarter hour of one month, as Belgian meters keep it for thirteen months (`0-0:98.1.0`).
package struct PeakDemand: Sendable, Equatable {
    /// Midnight after the month, by the meter's clock.
    package let monthEnd: MeterClock
    /// When that quarter hour ended.
    package let time: MeterClock?
    /// In W.
    package let power: Decimal
}

extension Reading {
    /// The peaks of the months before this one, oldest first; empty where the meter keeps none.
    ///
    /// The line says how many there are and of what (`(n)(1-0:1.6.0)(1-0:1.6.0)`), then for each the month's end, the peak's time
    /// and the power. Other countries use the same code for other things: a line that is not built so gives none.
    package var peaks: [PeakDemand] {
        guard let object = peakHistory else { return [] }
        return stride(from: 3, to: object.groupCount - 2, by: 3).compactMap { group in
            guard let end = telegram.bytes(object, group).flatMap({ MeterClock($0) }) else { return nil }
            guard let power = peakPower(object, group + 2) else { return nil }
            let time = telegram.bytes(object, group + 1).flatMap { MeterClock($0) }
            return PeakDemand(monthEnd: end, time: time, power: power)
        }
    }

    /// Mean of the twelve latest.
    var meanOfPeaks: Decimal? {
        let months = peaks
        // A mean without one of the months would be the mean of something else.
        guard let object = peakHistory, months.count == (object.groupCount - 3) / 3 else { return nil }
        let powers = months.suffix(12).map(\.power)
        guard !powers.isEmpty, let sum = Decimal.sum(powers) else { return nil }
        return sum.divided(by: Decimal(Int64(powers.count)), places: 0)
    }

    private var peakHistory: TelegramObject? {
        guard let object = telegram.object(.abstract(98, 1, 0)), object.groupCount > 3 else { return nil }
        guard let code = telegram.text(object, 1).flatMap({ ObisCode($0) }), code == .electricity(1, 6, 0) else {
            return nil
        }
        return object
    }

    private func peakPower(_ object: TelegramObject, _ group: Int) -> Decimal? {
        telegram.measurement(object, group).flatMap { Reading.value($0, in: .watt) }
    }
}
