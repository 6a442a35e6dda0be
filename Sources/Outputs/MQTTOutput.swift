// SPDX-License-Identifier: Apache-2.0

/// Tells an MQTT broker of readings and states.
///
/// | Topic | Payload | Retained |
/// | --- | --- | --- |
/// | `PREFIX/METER` | one JSON object for each telegram | no |
/// | `PREFIX/METER/state` | `waiting`, `fresh`, `stale`, `lost`, `recovering`, `offline` | yes |
///
/// `offline` is also the last will, so that it stands there after a power cut too.
package struct MQTTOutput: Output {
    private let address: MQTTAddress
    private let password: @Sendable () throws(PasswordFileFault) -> String?
    private let observer: @Sendable (MQTTEvent) -> Void
    private let counter = MQTTCounter()

    /// - Parameters:
    ///   - password: is asked at each attempt to connect, on a thread where it may take its time.
    ///   - observer: is told when connections come and go, on any thread.
    package init(
        _ address: MQTTAddress,
        password: @escaping @Sendable () throws(PasswordFileFault) -> String? = { nil },
        observer: @escaping @Sendable (MQTTEvent) -> Void = { _ in }
    ) {
        self.address = address
        self.password = password
        self.observer = observer
    }

    package var statistics: MQTTStatistics { counter.statistics }

    package func run(_ updates: AsyncStream<MeterUpdate>) async {
        var links: [String: MQTTLink] = [:]
        for await update in updates {
            if let link = links[update.meter] ?? link(to: update.meter) {
                links[update.meter] = link
                link.take(update)
            } else if update.reading != nil {
                counter.countDropped(1)
            }
        }
        await withTaskGroup(of: Void.self) { group in
            for link in links.values { group.addTask { await link.stop() } }
        }
    }

    /// `nil` when the system has nothing left for it; the next update tries again.
    private func link(to meter: String) -> MQTTLink? {
        do throws(MQTTFault) {
            return try MQTTLink(
                MQTTLink.Settings(
                    meter: meter,
                    address: address,
                    password: password,
                    counter: counter,
                    observer: observer
                )
            )
        } catch {
            observer(.disconnected(meter: meter, error))
            return nil
        }
    }
}
