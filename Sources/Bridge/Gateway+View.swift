// SPDX-License-Identifier: Apache-2.0

package import Dashboard
import Metering
import Modbus
import Registers
import Telegrams

extension Meter {
    /// What there is to see of the meter.
    func view(at now: ContinuousClock.Instant) -> MeterView {
        let values = status.values(freshness.validity, at: now)
        return MeterView(
            name: name,
            state: MeterView.State(values.state),
            age: values.age,
            period: values.period,
            staleAfter: freshness.staleAfter.milliseconds,
            telegrams: UInt64(clamping: values.telegrams),
            rejected: UInt64(clamping: values.rejected),
            rejections: status.rejected.mapValues { UInt64(clamping: $0) },
            heldCounters: UInt64(clamping: status.held),
            quantities: lastReading.map { QuantityView.all(of: $0) } ?? [],
            telegram: lastReading.map { String(decoding: $0.telegram.bytes, as: UTF8.self) },
            oddities: lastReading.map { $0.telegram.oddities.map(\.description) + $0.doubts.map(\.description) } ?? []
        )
    }

    /// What there is to see of its consumers.
    func consumerViews(at now: ContinuousClock.Instant) -> [ConsumerView] {
        audience.groups.flatMap { group, validity in
            group.members.map { place in
                ConsumerView(
                    unit: place.unit,
                    map: group.mapName,
                    meter: name,
                    policy: group.policy,
                    state: MeterView.State(validity.state(at: now))
                )
            }
        }
    }
}

extension MeterView.State {
    fileprivate init(_ state: StatusValues.State) {
        self =
            switch state {
            case .waiting: .waiting
            case .fresh: .fresh
            case .stale: .stale
            case .lost: .lost
            case .recovering: .recovering
            }
    }
}

extension Gateway {
    /// What there is to see of the gateway now.
    package func view(version: String) async -> GatewayView {
        let now = clock.now()
        var view = GatewayView(version: version, startedAt: startedAt, isSimulated: isSimulated)
        for meter in meters {
            view.meters.append(await meter.view(at: now))
            view.consumers += await meter.consumerViews(at: now)
        }
        view.consumers.sort { $0.unit < $1.unit }
        let statistics = statistics
        view.server = ServerView(
            connections: statistics.openConnections,
            requests: statistics.requests,
            exceptions: statistics.exceptions,
            waitingAnswers: statistics.waitingAnswers,
            refusals: Refusal.allCases.map { ($0.rawValue, statistics.count(of: $0)) },
            evictions: statistics.evictions,
            lateFrames: statistics.missedFrameDeadlines,
            descriptorShortages: statistics.descriptorShortages
        )
        view.modbus = ModbusView(await report(), listeners: listeners, clock: clock)
        return view
    }
}
