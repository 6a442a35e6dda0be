// SPDX-License-Identifier: Apache-2.0

import Decryption
import JSON
import Metering
import Telegrams

extension DecodeReport {
    /// One line. The names and shapes are promised: programs read them.
    var json: String {
        var writer = JSONWriter(capacity: 4096)
        writer.object { writer in
            writer.member("identification", identification)
            if let reading { writer.member("dialect", reading.dialect.rawValue) }
            writer.member("crc", crc)
            if let algorithm { writer.member("algorithm", algorithm) }
            if let decryption { writer.member("decryption", decryption.description) }
            writer.member("accepted", isAccepted)
            if let reason { writer.member("reason", reason) }
            writer.key("quantities")
            writer.object { writer in
                for row in rows { row.write(to: &writer) }
            }
            writeLists(to: &writer)
            writer.key("objects")
            writer.object { writer in
                for object in objects {
                    writer.key(object.code.description)
                    writer.array { writer in
                        for group in object.groups { writer.string(group) }
                    }
                }
            }
            writer.key("unknown")
            writer.array { writer in
                for code in unknown { writer.string(code.description) }
            }
            writer.key("oddities")
            writer.array { writer in
                for oddity in oddities {
                    writer.object { writer in
                        writer.member("line", oddity.line)
                        writer.member("text", oddity.text)
                    }
                }
            }
            writer.key("doubts")
            writer.array { writer in
                for doubt in doubts { writer.string(doubt) }
            }
        }
        return writer.text
    }

    private func writeLists(to writer: inout JSONWriter) {
        guard let reading else { return }
        writer.key("submeters")
        writer.array { writer in
            for submeter in reading.submeters { write(submeter, reading, to: &writer) }
        }
        writer.key("peaks")
        writer.array { writer in
            for peak in reading.peaks {
                writer.object { writer in
                    writer.member("month_end", seconds(peak.monthEnd, reading))
                    writer.member("time", peak.time.map { seconds($0, reading) })
                    writer.key("value")
                    writer.number(peak.power)
                    writer.member("unit", "W")
                }
            }
        }
        writer.key("power_failures")
        writer.array { writer in
            for failure in reading.powerFailures {
                writer.object { writer in
                    writer.member("end", seconds(failure.end, reading))
                    writer.key("duration")
                    writer.number(failure.duration)
                    writer.member("unit", "s")
                }
            }
        }
    }

    private func write(_ submeter: Submeter, _ reading: Reading, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("channel", submeter.channel)
            writer.member("medium", "\(submeter.medium)")
            writer.member("id", reading.identifier(of: submeter))
            writer.key("value")
            writer.number(submeter.value)
            writer.member("unit", submeter.unit.symbol)
            writer.member("time", submeter.captured.map { seconds($0, reading) })
        }
    }
}

extension DecodeReport.Row {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key(quantity.name)
        writer.object { writer in
            writer.key("value")
            switch value {
            case .number(let number): writer.number(number)
            case .text(let text): writer.string(text)
            }
            if let unit { writer.member("unit", unit) }
            if let source { writer.member("source", source) }
        }
    }
}
