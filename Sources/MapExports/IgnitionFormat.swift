// SPDX-License-Identifier: Apache-2.0

import JSON
import Metering
import Registers
import Telegrams

extension MapFormat {
    /// Tags for the tag browser's import, read by the Modbus driver.
    /// https://docs.inductiveautomation.com/docs/8.1/ignition-modules/opc-ua/opc-ua-drivers/modbus/modbus-addressing
    static let ignition = MapFormat("ignition", "tag import for Ignition's Modbus driver") { export in
        // The driver has one word order for the whole device.
        let leftOut = export.registers.filter { $0.hasWordOrder && $0.order != export.map.order || $0.register.isAlone }
        let written = export.registers.filter { entry in !leftOut.contains { $0.name == entry.name } }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("name", export.name.ignitionName)
            writer.member("tagType", "Folder")
            writer.key("tags")
            writer.array { writer in
                about(export, leftOut, &writer)
                for entry in written { tag(entry, export, &writer) }
            }
        }
        return writer.text + "\n"
    }

    /// JSON has no comments: what a person must know stands in a tag of its own.
    private static func about(_ export: MapExport, _ leftOut: [ExportedRegister], _ writer: inout JSONWriter) {
        let server = export.server
        var text = """
            \(export.title). Device connection of the driver Modbus TCP: name \(export.name.ignitionName), hostname \
            \(server.host), port \(server.port), one-based addressing on, Reverse Numeric Word Order \
            \(export.map.order == .highFirst ? "on" : "off"), Span Gaps off.
            """
        if let warning = export.warning { text += " \(warning)" }
        for entry in leftOut {
            text += " Left out: \(entry.addressText), \(entry.title), "
            text += entry.register.isAlone ? "answers only a read of its own." : "has a word order of its own."
        }
        writer.object { writer in
            writer.member("name", "_about")
            writer.member("tagType", "AtomicTag")
            writer.member("valueSource", "memory")
            writer.member("dataType", "String")
            writer.member("value", text)
        }
    }

    private static func tag(_ entry: ExportedRegister, _ export: MapExport, _ writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", entry.name)
            writer.member("tagType", "AtomicTag")
            writer.member("valueSource", "opc")
            writer.member("opcServer", "Ignition OPC UA Server")
            let device = export.name.ignitionName
            writer.member("opcItemPath", "ns=1;s=[\(device)]\(export.server.unit).\(designation(entry))")
            writer.member("dataType", entry.isScaled ? "Float8" : entry.type.ignitionType)
            if entry.isScaled {
                writer.member("scaleMode", "Linear")
                writer.member("rawLow", 0)
                writer.member("rawHigh", 1)
                writer.member("scaledLow", 0)
                writer.key("scaledHigh")
                writer.number(entry.scale)
            }
            if let unit = entry.unit { writer.member("engUnit", unit.symbol) }
            writer.member("documentation", "\(entry.title) (\(entry.addressText))")
        }
    }

    /// `HRI101`: the table, the type, the 1-based address.
    private static func designation(_ entry: ExportedRegister) -> String {
        let oneBased = Int(entry.address) + 1
        let table =
            switch entry.table {
            case .holding: "HR"
            case .input: "IR"
            case .coils: "C"
            case .discrete: "DI"
            }
        let type =
            switch entry.type {
            case .i16, .bit: ""
            case .u16: "US"
            case .i32: "I"
            case .u32: "UI"
            case .i64: "I_64"
            case .u64: "UI_64"
            case .f32: "F"
            case .f64: "D"
            case .text: "S"
            }
        guard case .text(let length) = entry.type else { return "\(table)\(type)\(oneBased)" }
        return "\(table)\(type)\(oneBased):\(length)"
    }
}

extension String {
    /// Letters, digits, `_` and `-`: what the names of tags and devices take.
    fileprivate var ignitionName: String {
        String(map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) ? $0 : "_" })
    }
}

extension RegisterType {
    /// The smallest of Ignition's types that holds every value: they have a sign, all of them.
    fileprivate var ignitionType: String {
        switch self {
        case .i16: "Int2"
        case .u16, .i32: "Int4"
        case .u32, .i64, .u64: "Int8"
        case .f32: "Float4"
        case .f64: "Float8"
        case .text: "String"
        case .bit: "Boolean"
        }
    }
}
