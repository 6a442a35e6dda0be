// SPDX-License-Identifier: Apache-2.0

package import Modbus
package import Settings

extension Meter {
    /// A meter without a gateway, for those who bring telegrams and clock themselves: what it counts isn't kept, and no
    /// output is told.
    ///
    /// - Parameters:
    ///   - consumer: the one that it is served to.
    ///   - clock: judges freshness; the arrivals of ``handle(_:)`` are told by it too.
    ///   - publish: hands the consumer's next snapshot to a server.
    /// - Throws: `GatewayError` for a map that can't be served.
    package init(
        alone configuration: MeterConfiguration,
        for consumer: ConsumerConfiguration,
        clock: GatewayClock,
        publish: @escaping @Sendable (UnitSnapshot) -> Void,
        observer: @escaping @Sendable (GatewayEvent) -> Void
    ) throws(GatewayError) {
        try self.init(
            configuration,
            consumers: [(consumer, listener: ListenerID(number: 0))],
            clock: clock,
            feed: UpdateFeed([]),
            publish: { snapshot, _ in publish(snapshot) },
            observer: observer
        )
    }
}
