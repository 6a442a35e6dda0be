// SPDX-License-Identifier: Apache-2.0

import Metering
import Outputs
import Telegrams

/// Updates of a made-up meter.
enum Updates {
    /// A reading of this power in watts, as a meter would send it.
    static func reading(watts: Int, model: String = "MT382") throws -> Reading {
        let kilowatts = "\(watts / 1000).\(String(1000 + watts % 1000).dropFirst())"
        let text =
            "/ISk5\\2\(model)\r\n\r\n0-0:96.1.1(45)\r\n1-0:1.7.0(0\(kilowatts)*kW)\r\n1-0:32.7.0(230.10*V)\r\n!\r\n"
        var decoder = TelegramDecoder(policy: .none)
        var telegrams: [Telegram] = []
        decoder.decode(Array(text.utf8)) { outcome in
            if case .telegram(let telegram) = outcome { telegrams.append(telegram) }
        }
        guard let telegram = telegrams.first else { throw NoTelegram() }
        return Reading(telegram, standardOffset: nil)
    }

    static func fresh(watts: Int, meter: String = "house", at arrival: ContinuousClock.Instant = .now) throws
        -> MeterUpdate
    {
        MeterUpdate(
            meter: meter,
            state: "fresh",
            reading: try reading(watts: watts),
            arrival: arrival,
            time: 1_700_000_000
        )
    }

    static func state(_ state: String, meter: String = "house") -> MeterUpdate {
        MeterUpdate(meter: meter, state: state, arrival: .now, time: 1_700_000_000)
    }

    struct NoTelegram: Error {}
}
