// SPDX-License-Identifier: Apache-2.0

import Metering
import Registers
import Telegrams

extension MapFormat {
    /// Telegraf's plugin inputs.modbus in its "metric" style, the one that knows texts and reads several tables.
    /// https://github.com/influxdata/telegraf/tree/master/plugins/inputs/modbus
    static let telegraf = MapFormat("telegraf", "TOML of Telegraf's inputs.modbus") { export in
        let server = export.server
        var text = """
            # \(export.title), \(export.name)
            [[inputs.modbus]]
              name = \(quoted(export.name))
              controller = \(quoted("tcp://\(server.authority)"))
              timeout = "3s"
              configuration_type = "metric"

            """
        if let warning = export.warning { text += "  # \(warning)\n" }
        let (writable, leftOut) = split(export.registers)
        for entry in leftOut {
            text += "  # left out: \(entry.register.addressText), \(entry.register.title): \(entry.reason)\n"
        }
        // A metric has one byte order, and registers without one go with the map's.
        for order in [export.map.order, export.map.order.other] {
            let fields = writable.filter { ($0.hasWordOrder ? $0.order : export.map.order) == order }
            guard !fields.isEmpty else { continue }
            text += "\n  [[inputs.modbus.metric]]\n"
            text += "    slave_id = \(server.unit)\n"
            text += "    byte_order = \"\(order == .highFirst ? "ABCD" : "CDAB")\"\n"
            text += "    measurement = \"modbus\"\n"
            text += "    fields = [\n"
            for entry in fields { text += "      { \(field(entry)) }, # \(comment(entry))\n" }
            text += "    ]\n"
            text += "    [inputs.modbus.metric.tags]\n"
            text += "      map = \(quoted(export.name))\n"
        }
        return text
    }

    private static func field(_ entry: ExportedRegister) -> String {
        var members = ["register=\"\(entry.table.name)\"", "address=\(entry.address)", "name=\(quoted(entry.name))"]
        if let type = entry.type.telegrafName { members.append("type=\"\(type)\"") }
        if entry.type.isText { members.append("length=\(entry.type.wordCount)") }
        // TOML takes no float without a digit on either side of its point.
        if entry.isScaled {
            members.append("scale=\(entry.scale.exponent < 0 ? "\(entry.scale)" : "\(entry.scale).0")")
        }
        return members.joined(separator: ", ")
    }

    private static func comment(_ entry: ExportedRegister) -> String {
        let unit = entry.unit.map { ", in \($0.symbol)" } ?? ""
        return "\(entry.addressText)\(unit): \(entry.title)"
    }

    private static func split(
        _ registers: [ExportedRegister]
    ) -> (writable: [ExportedRegister], leftOut: [(register: ExportedRegister, reason: String)]) {
        var result: (writable: [ExportedRegister], leftOut: [(register: ExportedRegister, reason: String)]) = ([], [])
        for entry in registers {
            if entry.register.isAlone {
                result.leftOut.append((entry, "answers only a read of its own, and Telegraf joins neighbours"))
            } else if entry.register.addresses.upperBound == .max {
                result.leftOut.append((entry, "Telegraf takes no register that ends at the last address"))
            } else {
                result.writable.append(entry)
            }
        }
        return result
    }
}

extension MapExport.Server {
    /// `host:port`, an IPv6 address in brackets.
    var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension WordOrder {
    fileprivate var other: WordOrder { self == .highFirst ? .lowFirst : .highFirst }
}

extension RegisterType {
    /// `nil` for bits, which have none.
    fileprivate var telegrafName: String? {
        switch self {
        case .u16: "UINT16"
        case .i16: "INT16"
        case .u32: "UINT32"
        case .i32: "INT32"
        case .u64: "UINT64"
        case .i64: "INT64"
        case .f32: "FLOAT32"
        case .f64: "FLOAT64"
        case .text: "STRING"
        case .bit: nil
        }
    }
}
