// SPDX-License-Identifier: Apache-2.0

import JSON
import Metering
import Registers
import Telegrams

extension MapFormat {
    /// A flow to import that needs the nodes of node-red-contrib-modbus: every request, and what makes values of its words.
    /// https://github.com/BiancoRoyal/node-red-contrib-modbus
    static let nodeRed = MapFormat("node-red", "flow for Node-RED's node-red-contrib-modbus") { export in
        // 125 registers is what one request can hold (MODBUS Application Protocol V1.1b3, 6.3).
        let blocks = ReadBlock.blocks(of: export.registers, limit: 125, mixingOrders: true)
        let flow = NodeRedFlow(export: export)
        var writer = JSONWriter()
        writer.array { writer in
            flow.tab(&writer)
            flow.client(&writer)
            for (index, block) in blocks.enumerated() {
                flow.read(block, index, &writer)
                flow.function(block, index, &writer)
            }
            flow.debug(row: blocks.count, &writer)
        }
        return writer.text + "\n"
    }
}

/// The nodes of a flow. Their identifiers come from the map and the unit, so that another import of the same replaces them.
private struct NodeRedFlow {
    let export: MapExport

    private func identifier(_ part: String) -> String { "meterbridge-\(export.name)-\(export.server.unit)-\(part)" }

    private func node(_ part: String, _ type: String, _ name: String, _ writer: inout JSONWriter) {
        writer.member("id", identifier(part))
        writer.member("type", type)
        if type != "tab", type != "modbus-client" { writer.member("z", identifier("tab")) }
        writer.member(type == "tab" ? "label" : "name", name)
    }

    /// Where it is drawn, and what its outputs lead to.
    private func place(x: Int, row: Int, wires: [[String]], _ writer: inout JSONWriter) {
        writer.member("x", x)
        writer.member("y", 60 + row * 60)
        writer.key("wires")
        writer.array { writer in
            for output in wires {
                writer.array { writer in for part in output { writer.string(identifier(part)) } }
            }
        }
    }

    func tab(_ writer: inout JSONWriter) {
        writer.object { writer in
            node("tab", "tab", "\(export.title) (\(export.name))", &writer)
            writer.member("disabled", false)
            writer.member("info", "Needs the palette node-red-contrib-modbus.")
        }
    }

    func client(_ writer: inout JSONWriter) {
        writer.object { writer in
            node("client", "modbus-client", export.server.authority, &writer)
            writer.member("clienttype", "tcp")
            writer.member("bufferCommands", true)
            writer.member("tcpHost", export.server.host)
            writer.member("tcpPort", "\(export.server.port)")
            writer.member("tcpType", "DEFAULT")
            writer.member("unit_id", "\(export.server.unit)")
            writer.member("commandDelay", "1")
            writer.member("clientTimeout", "3000")
            writer.member("reconnectOnTimeout", true)
            writer.member("reconnectTimeout", "2000")
            writer.member("parallelUnitIdsAllowed", true)
        }
    }

    func read(_ block: ReadBlock, _ index: Int, _ writer: inout JSONWriter) {
        writer.object { writer in
            node("read-\(index)", "modbus-read", "\(block.table.name) \(block.start)", &writer)
            writer.member("topic", export.name)
            writer.member("showStatusActivities", true)
            writer.member("showErrors", true)
            writer.member("showWarnings", true)
            writer.member("logIOActivities", false)
            writer.member("unitid", "\(export.server.unit)")
            writer.member("dataType", block.table.nodeRedName)
            writer.member("adr", "\(block.start)")
            writer.member("quantity", "\(block.count)")
            writer.member("rate", "10")
            writer.member("rateUnit", "s")
            writer.member("server", identifier("client"))
            writer.member("emptyMsgOnFail", false)
            place(x: 160, row: index, wires: [["values-\(index)"], []], &writer)
        }
    }

    func function(_ block: ReadBlock, _ index: Int, _ writer: inout JSONWriter) {
        writer.object { writer in
            node("values-\(index)", "function", "values of \(block.start)", &writer)
            writer.member("func", script(block))
            writer.member("outputs", 1)
            place(x: 400, row: index, wires: [["debug"]], &writer)
        }
    }

    func debug(row: Int, _ writer: inout JSONWriter) {
        writer.object { writer in
            node("debug", "debug", "values", &writer)
            writer.member("active", true)
            writer.member("tosidebar", true)
            writer.member("complete", "payload")
            writer.member("targetType", "msg")
            place(x: 620, row: row / 2, wires: [], &writer)
        }
    }

    /// JavaScript that makes an object of named values of the words.
    private func script(_ block: ReadBlock) -> String {
        if block.table.holdsBits {
            let values = block.registers.enumerated().map { "  \($1.name): msg.payload[\($0)], // \(comment($1))" }
            return (["msg.payload = {"] + values + ["};", "return msg;"]).joined(separator: "\n")
        }
        let values = block.registers.map { entry in
            "  \(entry.name): \(value(entry, at: Int(entry.address) - Int(block.start))), // \(comment(entry))"
        }
        let opening = """
            const words = msg.payload;
            function view(at, count, lowFirst) {
              const view = new DataView(new ArrayBuffer(count * 2));
              for (let i = 0; i < count; i++) view.setUint16(i * 2, words[at + (lowFirst ? count - 1 - i : i)]);
              return view;
            }
            function text(at, count) {
              return words.slice(at, at + count).map(w => String.fromCharCode(w >> 8, w & 255)).join("").replace(/\\0+$/, "");
            }
            msg.payload = {
            """
        return ([opening] + values + ["};", "return msg;"]).joined(separator: "\n")
    }

    private func value(_ entry: ExportedRegister, at index: Int) -> String {
        let count = entry.type.wordCount
        let view = "view(\(index), \(count), \(entry.order == .lowFirst))"
        let number =
            switch entry.type {
            case .u16, .bit: "words[\(index)]"
            case .i16: "\(view).getInt16(0)"
            case .u32: "\(view).getUint32(0)"
            case .i32: "\(view).getInt32(0)"
            case .u64: "Number(\(view).getBigUint64(0))"
            case .i64: "Number(\(view).getBigInt64(0))"
            case .f32: "\(view).getFloat32(0)"
            case .f64: "\(view).getFloat64(0)"
            case .text: "text(\(index), \(count))"
            }
        let value = entry.isScaled ? scaled(number, entry.scale) : number
        guard let notAvailable = entry.notAvailable(whenStale: export.map.stale) else { return value }
        return "\(number) === \(notAvailable) ? null : \(value)"
    }

    /// Divided where the step is a tenth, a hundredth …: that is exact to the last digit, a product with 0.1 is not.
    private func scaled(_ number: String, _ scale: Decimal) -> String {
        guard scale.mantissa == 1, (-18..<0).contains(scale.exponent) else { return "\(number) * \(scale)" }
        return "\(number) / \(Decimal.powersOfTen[Int(-scale.exponent)])"
    }

    private func comment(_ entry: ExportedRegister) -> String {
        "\(entry.addressText)\(entry.unit.map { ", in \($0.symbol)" } ?? ""): \(entry.title)"
    }
}

extension Table {
    fileprivate var nodeRedName: String {
        switch self {
        case .holding: "HoldingRegister"
        case .input: "InputRegister"
        case .coils: "Coil"
        case .discrete: "Input"
        }
    }
}
