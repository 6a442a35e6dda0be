// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// The smart meter at the grid connection: it counts all the time, and writes a telegram of what it sees at one instant.
struct GridMeter {
    /// What it has written.
    struct Telegram {
        let bytes: [UInt8]
        /// What was measured, import above zero.
        let watts: Double
        /// Milliseconds that it takes on a P1 port: 115200 Bd, ten bits for a byte (DSMR P1 5.0.2, clause 5.12).
        var transmissionTime: Int { (bytes.count * 10 * 1000 + 115_199) / 115_200 }
    }

    /// Watt milliseconds.
    private var imported = 0.0
    private var exported = 0.0

    /// A millisecond passes.
    mutating func count(_ watts: Double) {
        if watts > 0 { imported += watts } else { exported -= watts }
    }

    func telegram(of watts: Double, at millisecond: Int) -> Telegram {
        let second = millisecond / 1000
        var writer = TelegramWriter(identification: "MBG5SIMULATED")
        writer.append("1-3:0.2.8", "50")
        writer.append(
            "0-0:1.0.0",
            "240601" + [second / 3600, second / 60 % 60, second % 60].map(digits).joined() + "S"
        )
        writer.append("0-0:96.1.1", "4D4247434F4E54524F4C4C4F4F50")
        writer.append("1-0:1.8.1", kilowattHours(imported))
        writer.append("1-0:1.8.2", kilowattHours(0))
        writer.append("1-0:2.8.1", kilowattHours(exported))
        writer.append("1-0:2.8.2", kilowattHours(0))
        writer.append("0-0:96.14.0", "0001")
        writer.append("1-0:1.7.0", kilowatts(watts))
        writer.append("1-0:2.7.0", kilowatts(-watts))
        for phase in 0..<3 {
            writer.append("1-0:\(32 + 20 * phase).7.0", "230.0*V")
            writer.append("1-0:\(21 + 20 * phase).7.0", kilowatts(watts / 3))
            writer.append("1-0:\(22 + 20 * phase).7.0", kilowatts(-watts / 3))
        }
        return Telegram(bytes: writer.telegram(), watts: watts)
    }

    private func digits(_ number: Int) -> String { padded(number, to: 2) }

    private func kilowatts(_ watts: Double) -> String { thousandths(max(0, watts), integerDigits: 2) + "*kW" }

    private func kilowattHours(_ wattMilliseconds: Double) -> String {
        thousandths(wattMilliseconds / 3_600_000, integerDigits: 6) + "*kWh"
    }

    private func thousandths(_ value: Double, integerDigits: Int) -> String {
        let whole = Int(value.rounded())
        return padded(whole / 1000, to: integerDigits) + "." + padded(whole % 1000, to: 3)
    }

    private func padded(_ number: Int, to width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
