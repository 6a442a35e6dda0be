// SPDX-License-Identifier: Apache-2.0

import Inputs
import Metering
import Modbus
import Outputs
import Registers
import Settings

extension GatewayConfiguration {
    /// The fields in which another configuration differs, by name.
    func differences(to other: GatewayConfiguration) -> [String] {
        var names: [String] = []
        func compare<Value: Equatable>(_ name: String, _ left: Value, _ right: Value) {
            if left != right { names.append("\(name): \(left) / \(right)") }
        }
        compare("sums", sums, other.sums)
        compare("limits", limits, other.limits)
        compare("state", stateFolder, other.stateFolder)
        compare("page", page, other.page)
        compare("mqtt", mqtt, other.mqtt)
        compare("maps", mapsFolder, other.mapsFolder)
        compare("meters", meters.map(\.name), other.meters.map(\.name))
        for (left, right) in zip(meters, other.meters) {
            compare("input", left.input, right.input)
            compare("crc", left.checksumPolicy, right.checksumPolicy)
            compare("stale-after", left.staleAfter, right.staleAfter)
            compare("frozen-after", left.frozenAfter, right.frozenAfter)
            compare("country", left.country, right.country)
            compare("keys", left.keys, right.keys)
            compare("decryptor", left.decryptor == nil, right.decryptor == nil)
        }
        compare("listeners", listeners.map(\.listener), other.listeners.map(\.listener))
        for (left, right) in zip(listeners, other.listeners) {
            compare("allow", left.allowed, right.allowed)
            compare("units", left.consumers.map(\.unit), right.consumers.map(\.unit))
            for (left, right) in zip(left.consumers, right.consumers) {
                compare("name", left.name, right.name)
                compare("of", left.meter, right.meter)
                compare("pacing", left.pacing, right.pacing)
                compare("adjustment", left.adjustment, right.adjustment)
                compare("class", left.deviceClass, right.deviceClass)
                compare("policies", left.ownFailSafe, right.ownFailSafe)
                compare("map", left.map.name, right.map.name)
                compare("word order", left.map.order, right.map.order)
                compare("constants", left.map.constants, right.map.constants)
                compare("registers", left.map.registers.map(\.order), right.map.registers.map(\.order))
            }
        }
        return names
    }
}
