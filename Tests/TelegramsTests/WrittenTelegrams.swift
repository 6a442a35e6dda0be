// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// Telegrams made by the project's own writer.
enum WrittenTelegrams {
    /// A telegram with one line of power.
    static func short(_ identification: String = "AAA5MODEL", checksum: Checksum? = .arc) -> [UInt8] {
        var writer = TelegramWriter(identification: identification)
        writer.append("1-0:1.7.0", "00.588*kW")
        return writer.telegram(checksum: checksum)
    }

    /// A telegram with the kinds of lines that meters send: several groups, text, empty groups.
    static func full(_ identification: String = #"ISK5\2M550T-1012"#, checksum: Checksum? = .arc) -> [UInt8] {
        var writer = TelegramWriter(identification: identification)
        writer.append("0-0:1.0.0", "260115103000W")
        writer.append("0-0:96.1.1", "4530303434303037333832323231353136")
        writer.append("1-0:1.8.1", "001988.284*kWh")
        writer.append("1-0:1.8.2", "002345.001*kWh")
        writer.append("1-0:1.7.0", "00.588*kW")
        writer.append("1-0:32.7.0", "230.1*V")
        writer.append("1-0:99.97.0", "1", "0-0:96.7.19", "250101120000W", "0000000242*s")
        writer.append("0-0:96.13.0", "")
        writer.append("0-1:24.2.1", "260115102500W", "01234.567*m3")
        return writer.telegram(checksum: checksum)
    }
}
