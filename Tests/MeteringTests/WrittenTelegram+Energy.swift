// SPDX-License-Identifier: Apache-2.0

import Metering

extension WrittenTelegram {
    /// A Dutch meter whose phases take or give so many watts, below zero for giving, and whose totals are so many watt-hours.
    static func phases(
        _ watts: [Int],
        taken: Int = 9_000_000,
        given: Int = 3_000_000,
        id: String = "41"
    ) -> WrittenTelegram {
        var lines = ["0-0:96.1.1(\(id))"]
        lines.append("1-0:1.8.1(\(thousandths(taken - 1000))*kWh)")
        lines.append("1-0:1.8.2(\(thousandths(1000))*kWh)")
        lines.append("1-0:2.8.1(\(thousandths(given))*kWh)")
        for (code, watts) in zip(["21", "41", "61"], watts) {
            lines.append("1-0:\(code).7.0(\(thousandths(max(0, watts)))*kW)")
        }
        for (code, watts) in zip(["22", "42", "62"], watts) {
            lines.append("1-0:\(code).7.0(\(thousandths(max(0, -watts)))*kW)")
        }
        return WrittenTelegram(identification: #"Ene5\T210-D ESMR5.0"#, lines: lines)
    }

    private static func thousandths(_ number: Int) -> String {
        let rest = String(number % 1000)
        return "\(number / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
