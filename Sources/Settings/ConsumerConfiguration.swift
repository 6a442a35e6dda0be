// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Modbus
package import Registers

/// One consumer: a meter seen through a map, under one unit identifier of a listener.
package struct ConsumerConfiguration: Sendable {
    /// What people call it, such as the name of the inverter that reads here; `nil` where nobody has said.
    package var name: String?
    /// The name of a meter or of a sum.
    package var meter: String
    package var map: RegisterMap
    package var unit: UInt8
    /// When its reads of live registers are answered.
    package var pacing: Pacing
    /// What it is told instead of what the meter says.
    package var adjustment: Adjustment
    /// What kind of device it is; `nil` where nobody has said.
    package var deviceClass: DeviceClass?
    /// What was said of its fail-safe; the rest comes from its class or its map.
    package var ownFailSafe: OwnFailSafe

    package init(
        name: String? = nil,
        meter: String,
        map: RegisterMap,
        unit: UInt8,
        pacing: Pacing = .immediate,
        adjustment: Adjustment = Adjustment(),
        deviceClass: DeviceClass? = nil,
        ownFailSafe: OwnFailSafe = OwnFailSafe()
    ) {
        self.name = name
        self.meter = meter
        self.map = map
        self.unit = unit
        self.pacing = pacing
        self.adjustment = adjustment
        self.deviceClass = deviceClass
        self.ownFailSafe = ownFailSafe
    }

    /// What it is told in place of live values: its own setting goes before its class, its class before its map.
    package var failSafe: FailSafe {
        FailSafe(ownFailSafe, default: deviceClass?.policy ?? FailSafePolicy(map.stale))
    }
}
