// SPDX-License-Identifier: Apache-2.0

import FuzzingProperties
import Metering
import State
import Telegrams

/// The meter that spoke last, which speaks again: through the rest of its quarter hour and a whole one after it.
struct ContinuedMeter {
    /// One telegram, and when it came.
    struct Said {
        let reading: Reading?
        let wallTime: Int64
        let arrival: ContinuousClock.Instant
    }

    private static let start = ContinuousClock.now
    /// Where no quarter hour is remembered: 2026-01-15 10:30 in Amsterdam.
    private static let usual: Int64 = 1_768_469_400

    private let begin: Int64
    /// In kWh: what is remembered, so that the counter goes on.
    private let counters: [Decimal]

    init(_ states: [MeterState]) {
        let records = states.last?.counters ?? CounterRecords()
        begin = records.demand.quarter?.begin ?? ContinuedMeter.usual
        let remembered = records.counters.first { $0.quantity == .energyImport }?.value
        let quarter = records.demand.quarter.map { Decimal($0.energy, exponent: -9) }
        counters = [quarter, remembered].compactMap { $0 }
    }

    /// It has no clock and no name, so that the wall's time counts, and it is the meter that spoke last.
    func says() -> [Said] {
        let seconds = [10] + Array(stride(from: Int64(70), through: 1870, by: 60))
        return (counters.isEmpty ? [Decimal(1000)] : counters).flatMap { counter in
            seconds.map { second in
                Said(
                    reading: ContinuedMeter.reading("\(counter)"),
                    wallTime: begin + second,
                    arrival: ContinuedMeter.start + .seconds(second)
                )
            }
        }
    }

    private static func reading(_ counter: String) -> Reading? {
        var writer = TelegramWriter(identification: "AAA5CONTINUED")
        writer.append("1-0:1.8.0", "\(counter)*kWh")
        writer.append("1-0:1.7.0", "99999999999.999*kW")
        writer.append("1-0:21.7.0", "99999999999.999*kW")
        var stream = DecodedStream(.none, learns: false)
        stream.decode(writer.telegram()[...])
        stream.end(.finish)
        return stream.accepted.first.map { Reading($0) }
    }
}
