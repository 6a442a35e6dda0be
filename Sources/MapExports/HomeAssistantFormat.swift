// SPDX-License-Identifier: Apache-2.0

import Metering
import Registers
import Telegrams

extension MapFormat {
    /// YAML for configuration.yaml, https://www.home-assistant.io/integrations/modbus/.
    static let homeAssistant = MapFormat("home-assistant", "YAML of Home Assistant's modbus integration") { export in
        var text = """
            # \(export.title), \(export.name)
            modbus:
              - name: \(quoted(export.name))
                type: tcp
                host: \(quoted(export.server.host))
                port: \(export.server.port)

            """
        let sensors = export.registers.filter { !$0.table.holdsBits }
        if !sensors.isEmpty { text += "    sensors:\n" }
        for entry in sensors { text += lines(entry, sensor(entry, export)) }
        let bits = export.registers.filter(\.table.holdsBits)
        if !bits.isEmpty { text += "    binary_sensors:\n" }
        for entry in bits { text += lines(entry, binarySensor(entry, export)) }
        return text
    }

    private typealias Member = (key: String, value: String)

    /// One element of a list.
    private static func lines(_ entry: ExportedRegister, _ members: [Member]) -> String {
        "      # \(entry.addressText)\n"
            + members.enumerated().map { index, member in
                "      \(index == 0 ? "-" : " ") \(member.key): \(member.value)\n"
            }.joined()
    }

    private static func common(_ entry: ExportedRegister, _ export: MapExport) -> [Member] {
        [
            ("name", quoted(entry.title)),
            ("unique_id", quoted("\(export.name)_\(export.server.unit)_\(entry.name)")),
            ("slave", "\(export.server.unit)"),
            ("address", "\(entry.address)"),
        ]
    }

    private static func binarySensor(_ entry: ExportedRegister, _ export: MapExport) -> [Member] {
        common(entry, export) + [("input_type", entry.table == .coils ? "coil" : "discrete_input")]
    }

    private static func sensor(_ entry: ExportedRegister, _ export: MapExport) -> [Member] {
        var members = common(entry, export)
        members.append(("input_type", entry.table.name))
        members.append(("data_type", entry.type.homeAssistantName))
        guard !entry.type.isText else { return members + [("count", "\(entry.type.wordCount)")] }
        if entry.hasWordOrder, entry.order == .lowFirst { members.append(("swap", "word")) }
        if entry.isScaled { members.append(("scale", "\(entry.scale)")) }
        if entry.type.isFloat {
            members.append(("precision", "3"))
        } else if entry.scale.exponent < 0 {
            members.append(("precision", "\(-entry.scale.exponent)"))
        }
        if let number = entry.notAvailable(whenStale: export.map.stale) { members.append(("nan_value", number)) }
        guard let unit = entry.unit else { return members }
        members.append(("unit_of_measurement", quoted(unit.homeAssistantSymbol)))
        if let deviceClass = unit.homeAssistantClass { members.append(("device_class", deviceClass)) }
        let total = entry.register.value.mayFall ? "total" : "total_increasing"
        members.append(("state_class", unit.isCounted ? total : "measurement"))
        return members
    }
}

extension Expression {
    /// Whether what is counted up can become less, as import less export does.
    fileprivate var mayFall: Bool {
        switch self {
        case .difference: true
        case .converted(let operand, _), .firstKnown(let operand, _): operand.mayFall
        default: false
        }
    }
}

extension Unit {
    fileprivate var homeAssistantSymbol: String {
        switch symbol {
        case "degC": "°C"
        case "m3": "m³"
        case "m3/h": "m³/h"
        case "l": "L"
        default: symbol
        }
    }

    /// Where the unit alone tells the device class: a volume may be one of gas or of water.
    /// https://developers.home-assistant.io/docs/core/entity/sensor/#available-device-classes
    fileprivate var homeAssistantClass: String? {
        switch symbol {
        case "W", "kW", "MW": "power"
        // Not every release takes kVA and kvar, and one that doesn't know a device class refuses the whole file: before
        // reactive_energy came, there was none for kvarh.
        case "VA": "apparent_power"
        case "var": "reactive_power"
        case "Wh", "kWh", "MWh", "GWh", "MJ", "GJ": "energy"
        case "V", "mV": "voltage"
        case "A", "mA": "current"
        case "Hz", "kHz": "frequency"
        case "degC": "temperature"
        case "m3/h": "volume_flow_rate"
        case "ms", "s", "min", "h", "d": "duration"
        default: nil
        }
    }

    /// Whether a meter counts it up.
    fileprivate var isCounted: Bool {
        symbol.hasSuffix("h") && symbol.count > 1 && !symbol.hasSuffix("/h")
            || ["m3", "l", "dm3", "MJ", "GJ"].contains(symbol)
    }
}

extension RegisterType {
    fileprivate var homeAssistantName: String { numberName ?? (self == .bit ? "uint16" : "string") }
}
