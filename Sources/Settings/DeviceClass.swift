// SPDX-License-Identifier: Apache-2.0

/// What kind of device a consumer is, which decides what it is told when the meter stops.
package enum DeviceClass: String, Sendable, Hashable, CaseIterable {
    case inverter
    case battery
    case charger
    /// An energy manager of a home.
    case hems
    case plc

    /// Devices that steer by themselves notice a meter that is gone; an energy manager tells its user which device failed
    /// (exception 11, "gateway target device failed to respond"); programs of a PLC look at values.
    package var policy: FailSafePolicy {
        switch self {
        case .inverter, .battery, .charger: .silence
        case .hems: .exception(11)
        case .plc: .unavailable
        }
    }
}
