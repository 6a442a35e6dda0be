// SPDX-License-Identifier: Apache-2.0

import Metering
import Registers
import Telegrams

extension MapFormat {
    /// The configuration of modpoll (PyPI), https://gavinying.github.io/modpoll/configure.html.
    static let modpoll = MapFormat("modpoll", "configuration of the program modpoll (PyPI)") { export in
        let server = export.server
        // modpoll looks for its key words in the first field of every line, even of one that is meant as a comment.
        var text = comment("\(export.title), \(export.name)")
        text += comment("modpoll --tcp \(shellWord(server.host)) --tcp-port \(server.port) --config THIS-FILE --once")
        if let warning = export.warning { text += comment(warning) }
        text += "device,\(export.name.csvName),\(server.unit),,\n"
        // modpoll refuses more than 123 registers in one request.
        for block in ReadBlock.blocks(of: export.registers, limit: 123) {
            let order = block.order == .highFirst ? "BE_BE" : "BE_LE"
            text += "poll,\(block.table.modpollName),\(block.start),\(block.count),\(order)\n"
            text += block.table.holdsBits ? bits(block) : block.registers.map(reference).joined()
        }
        return text
    }

    private static func comment(_ text: String) -> String { "#,\(commaSeparated(text))\n" }

    private static func reference(_ entry: ExportedRegister) -> String {
        let unit = entry.unit.map(\.symbol) ?? ""
        let scale = entry.isScaled ? "\(entry.scale)" : ""
        return comment("\(entry.addressText): \(entry.title)")
            + "ref,\(entry.name),\(entry.address),\(entry.type.modpollName),r,\(unit),\(scale)\n"
    }

    /// modpoll takes bits by eights, counts the eights from the first address on, and shows each from its last bit to its first.
    private static func bits(_ block: ReadBlock) -> String {
        var text = ""
        for first in stride(from: 0, to: block.registers.count, by: 8) {
            let entries = block.registers[first..<min(first + 8, block.registers.count)]
            text += comment("from the right:")
            for entry in entries { text += comment("\(entry.addressText): \(entry.name)") }
            text += "ref,\(block.table.name)_\(Int(block.start) + first),\(Int(block.start) + first / 8),bool8,r,,\n"
        }
        return text
    }
}

extension String {
    /// A name that can't be taken for something else in a line of comma-separated values.
    fileprivate var csvName: String {
        String(map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" })
    }
}

extension Table {
    fileprivate var modpollName: String {
        switch self {
        case .holding: "holding_register"
        case .input: "input_register"
        case .coils: "coil"
        case .discrete: "discrete_input"
        }
    }
}

extension RegisterType {
    fileprivate var modpollName: String {
        switch self {
        case .text(let length): "string\(length)"
        default: numberName ?? "bool8"
        }
    }
}
