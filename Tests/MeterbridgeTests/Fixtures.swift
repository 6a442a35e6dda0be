// SPDX-License-Identifier: Apache-2.0

import Foundation
import Telegrams

/// Telegrams that the tests feed, in the shapes of real meters.
enum Fixture {
    /// A three-phase DSMR 5 meter: 668 W of import, of which L2 gives 795 W back.
    static func threePhases(second: Int = 0, import watts: Int = 668) -> [UInt8] {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        writer.append("1-3:0.2.8", "50")
        writer.append("0-0:1.0.0", "2601151030\(twoDigits(second % 60))W")
        writer.append("0-0:96.1.1", "4530303334303036373839303132333136")
        writer.append("1-0:1.8.1", "007345.678*kWh")
        writer.append("1-0:1.8.2", "005000.000*kWh")
        writer.append("1-0:2.8.1", "001345.178*kWh")
        writer.append("1-0:2.8.2", "001000.500*kWh")
        writer.append("0-0:96.14.0", "0002")
        writer.append("1-0:1.7.0", "\(kilowatts(watts))*kW")
        writer.append("1-0:2.7.0", "00.000*kW")
        for (voltage, value) in zip(["32", "52", "72"], ["230.1", "231.2", "229.3"]) {
            writer.append("1-0:\(voltage).7.0", "\(value)*V")
        }
        for (current, value) in zip(["31", "51", "71"], ["005.13", "003.44", "001.23"]) {
            writer.append("1-0:\(current).7.0", "\(value)*A")
        }
        for (power, value) in zip(["21", "41", "61"], ["01.180", "00.000", "00.283"]) {
            writer.append("1-0:\(power).7.0", "\(value)*kW")
        }
        for (power, value) in zip(["22", "42", "62"], ["00.000", "00.795", "00.000"]) {
            writer.append("1-0:\(power).7.0", "\(value)*kW")
        }
        return writer.telegram()
    }

    /// An Icelandic meter with hot water: no checksum, a clock in two lines, characters behind the power.
    static func iceland(second: Int = 0) -> [UInt8] {
        var writer = TelegramWriter(identification: #"ISk5\2MIE5E-200"#)
        writer.append("0-0:96.1.0", "80000001")
        writer.append("1-0:0.9.1", "2221\(twoDigits(second % 60))")
        writer.append("1-0:0.9.2", "240212")
        writer.append(line: "1-0:1.7.0(00.588*kW)* ()")
        writer.append("1-0:2.7.0", "00.000*kW")
        writer.append("1-0:31.7.0", "002*A")
        writer.append("1-0:32.7.0", "232.5*V")
        writer.append("1-0:1.8.0", "001988.284*kWh")
        writer.append("1-0:2.8.0", "000000.000*kWh")
        writer.append("0-1:24.2.1", "0366.475*m3")
        writer.append("0-1:24.2.2", "0000.090*m3/h")
        writer.append("0-1:24.2.3", "000074.8*degC")
        writer.append("0-1:24.2.4", "000031.3*degC")
        writer.append("0-1:24.2.5", "0019.078*Wh")
        return writer.telegram(checksum: nil)
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func kilowatts(_ watts: Int) -> String {
        let digits = String(watts)
        let padded = String(repeating: "0", count: 5 - digits.count) + digits
        return "\(padded.prefix(2)).\(padded.suffix(3))"
    }
}

/// A folder that is gone after the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "meterbridge-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }
}
