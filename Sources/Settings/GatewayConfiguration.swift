// SPDX-License-Identifier: Apache-2.0

package import Dashboard
package import Modbus
package import Outputs

/// What a gateway is to do: which meters it reads, as what it serves them where, and whom else it tells.
///
/// Flags and configuration files both make one; nothing behind it knows which it was.
package struct GatewayConfiguration: Sendable {
    package var meters: [MeterConfiguration] = []
    /// Meters that are made of others.
    package var sums: [SumConfiguration] = []
    package var listeners: [ListenerConfiguration] = []
    package var limits = ConnectionLimits()
    /// The folder where counters are kept from one run to the next; `nil` keeps them in memory.
    package var stateFolder: String?
    /// Where the web page, JSON and metrics are served; `nil` serves none.
    package var page: DashboardAddress?
    package var mqtt: BrokerConfiguration?
    /// A folder of register maps, or one file, beside those in the program.
    package var mapsFolder: String?

    package init() {}

    /// All consumers, whatever listener they are served on.
    package var consumers: [ConsumerConfiguration] { listeners.flatMap(\.consumers) }

    /// The names of everything that a consumer can be of.
    package var meterNames: [String] { meters.map(\.name) + sums.map(\.name) }
}

/// Where Modbus is served, and which consumers are there.
package struct ListenerConfiguration: Sendable {
    package var listener: Listener
    /// The networks whose clients are let in; `nil` takes those of the gateway's limits.
    package var allowed: [AddressRange]?
    package var consumers: [ConsumerConfiguration]

    package init(_ listener: Listener, allowed: [AddressRange]? = nil, consumers: [ConsumerConfiguration] = []) {
        self.listener = listener
        self.allowed = allowed
        self.consumers = consumers
    }
}

/// The MQTT broker that is told.
package struct BrokerConfiguration: Sendable, Hashable {
    package var address: MQTTAddress
    package var passwordFile: PasswordFile?

    package init(_ address: MQTTAddress, passwordFile: PasswordFile? = nil) {
        self.address = address
        self.passwordFile = passwordFile
    }
}
