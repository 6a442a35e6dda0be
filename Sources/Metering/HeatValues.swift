// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// The values that Icelandic hot-water meters put into `0-n:24.2.1` through `24.2.4`, without a type line.
///
/// The unit that their `24.2.5` and `24.2.6` print (Wh) is not believed: the energy of such a meter's water is a million times
/// that. They stay reachable by their codes.
struct HeatValues {
    typealias Value = (number: Decimal, object: Int)

    let flow: Value?
    let supply: Value?
    let returning: Value?

    /// `nil` for a channel that has no volume of water beside a flow or a temperature.
    init?(_ telegram: Telegram, _ objects: SubmeterChannels.Channel) {
        func value(_ place: Int?, _ unit: Unit) -> Value? {
            guard let place, let measurement = telegram.measurement(telegram.objects[place]) else { return nil }
            guard let ratio = Unit(measurement.unit)?.conversion(to: unit) else { return nil }
            return measurement.number.converted(by: ratio).map { ($0, place) }
        }
        guard objects.flow != nil || objects.uncorrectedValue != nil || objects.returning != nil else { return nil }
        guard value(objects.value, .cubicMetre) != nil else { return nil }
        flow = value(objects.flow, .cubicMetrePerHour)
        supply = value(objects.uncorrectedValue, .degreeCelsius)
        returning = value(objects.returning, .degreeCelsius)
        guard flow != nil || supply != nil || returning != nil else { return nil }
    }
}
