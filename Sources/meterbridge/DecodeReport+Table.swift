// SPDX-License-Identifier: Apache-2.0

import Decryption
import Metering
import Telegrams

extension DecodeReport {
    /// For people.
    var table: String {
        var text = "/\(identification)\n"
        if let reading { text += "  dialect   \(reading.dialect.rawValue)\n" }
        text += "  checksum  \(crc)\(algorithm.map { ", \($0)" } ?? "")\n"
        if let decryption { text += "  encrypted \(decryption)\n" }
        text += isAccepted ? "  accepted  yes\n" : "  accepted  no: \(reason ?? "")\n"
        guard let reading else { return text }
        var table = TextTable()
        for row in rows { table.add(row.quantity.name, row.value.description, row.unit ?? "", row.source ?? "") }
        text += "\n" + table.text() + lists(reading)
        if !unknown.isEmpty {
            var table = TextTable()
            for object in objects where unknown.contains(object.code) {
                table.add(object.code.description, object.groups.map { "(\($0))" }.joined())
            }
            text += "\n  unknown codes\n" + table.text(indentation: "    ")
        }
        let remarks = oddities.map(\.text) + doubts
        return text + (remarks.isEmpty ? "" : "\n") + remarks.map { "  odd: \($0)\n" }.joined()
    }

    /// What there is more than one of.
    private func lists(_ reading: Reading) -> String {
        var submeters = TextTable()
        for submeter in reading.submeters {
            let value = "\(submeter.value) \(submeter.unit.symbol)"
            submeters.add(
                "channel \(submeter.channel)",
                "\(submeter.medium)",
                value,
                reading.identifier(of: submeter) ?? ""
            )
        }
        var peaks = TextTable()
        for peak in reading.peaks {
            peaks.add(peak.monthEnd.wallTime, peak.time?.wallTime ?? "", "\(peak.power) W")
        }
        var failures = TextTable()
        for failure in reading.powerFailures {
            failures.add(failure.end.wallTime, "\(failure.duration) s")
        }
        return [
            ("submeters", submeters), ("peaks of the months before (end of the month, time, power)", peaks),
            ("power failures (end, duration)", failures),
        ].filter { !$0.1.isEmpty }.map { "\n  \($0.0)\n" + $0.1.text(indentation: "    ") }.joined()
    }
}
