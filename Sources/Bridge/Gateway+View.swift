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
            oddities: lastReading.map { $0.telegram.oddities.map(\.description) + $0.doubts.map(\.description) } ?? [],
            totals: history.totalViews(at: now),
            episodes: history.episodeViews(at: now, freshness.validity)
        )
    }

    /// What there is to see of its consumers.
    func consumerViews(at now: ContinuousClock.Instant, _ desk: SnapshotDesk) -> [ConsumerView] {
        ConsumerView.all(of: audience.groups, meter: name, at: now, desk)
    }
}

extension SumMeter {
    /// What there is to see of the sum, and of its consumers.
    func view(
        at now: ContinuousClock.Instant,
        _ desk: SnapshotDesk? = nil
    ) -> (meter: MeterView, consumers: [ConsumerView]) {
        let outlook = outlook
        let (reading, validity) = (outlook.reading, outlook.validity)
        let values = status(validity, at: now)
        let meter = MeterView(
            name: name,
            parts: parts,
            state: MeterView.State(values.state),
            age: values.age,
            period: values.period,
            staleAfter: validity.limits.map { ($0.stale - $0.arrival).milliseconds },
            telegrams: UInt64(clamping: values.telegrams),
            rejected: UInt64(clamping: values.rejected),
            rejections: rejected.mapValues { UInt64(clamping: $0) },
            heldCounters: UInt64(clamping: heldCounters),
            quantities: reading.map { QuantityView.all(of: $0) } ?? [],
            totals: outlook.history.totalViews(at: now),
            episodes: outlook.history.episodeViews(at: now, validity)
        )
        return (meter, ConsumerView.all(of: outlook.groups, meter: name, at: now, desk))
    }
}

extension StateHistory {
    fileprivate func totalViews(at now: ContinuousClock.Instant) -> [StateTotalView] {
        State.allCases.map { state in
            let total = total(of: state, at: now)
            return StateTotalView(
                state: MeterView.State(state),
                times: UInt64(clamping: total.times),
                length: total.length.milliseconds
            )
        }
    }

    fileprivate func episodeViews(at now: ContinuousClock.Instant, _ validity: Validity) -> [EpisodeView] {
        var history = self
        history.note(age: validity.age(at: now))
        return history.episodes.map { episode in
            EpisodeView(
                state: MeterView.State(episode.state),
                startedAt: episode.startTime,
                length: episode.length(at: now).milliseconds,
                worstAge: episode.worstAge?.milliseconds,
                hasEnded: episode.end != nil
            )
        }
    }
}

extension ConsumerView {
    fileprivate static func all(
        of groups: [(group: ConsumerGroup, validity: Validity)],
        meter: String,
        at now: ContinuousClock.Instant,
        _ desk: SnapshotDesk?
    ) -> [ConsumerView] {
        groups.flatMap { group, validity in
            group.members.map { place in
                ConsumerView(
                    unit: place.unit,
                    map: group.mapName,
                    meter: meter,
                    policy: group.policy,
                    state: MeterView.State(validity.state(at: now)),
                    isDrilled: place.listeners.contains { listener in
                        desk?.drill(at: .init(listener: listener, unit: place.unit), now: now) != nil
                    }
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
            view.consumers += await meter.consumerViews(at: now, desk)
        }
        for sum in plant.sums {
            let (meter, consumers) = await sum.view(at: now, desk)
            view.meters.append(meter)
            view.consumers += consumers
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
        view.modbus = ModbusView(await report(), clock: clock)
        return view
    }
}
