// SPDX-License-Identifier: Apache-2.0

package import Registers

/// How long what a meter has said may be told if it says nothing more: its freshness, seen from its last telegram on.
package struct Validity: Sendable, Equatable {
    package typealias Instant = ContinuousClock.Instant
    package typealias State = StatusValues.State

    /// When something is too old.
    package struct Limits: Sendable, Equatable {
        /// When the last valid telegram arrived.
        package let arrival: Instant
        /// The last instant at which its values may be told.
        package let stale: Instant
        /// The last instant before the meter counts as lost.
        package let lost: Instant

        package init(arrival: Instant, stale: Instant, lost: Instant) {
            self.arrival = arrival
            self.stale = stale
            self.lost = lost
        }
    }

    /// The state as long as nothing is too old: `waiting`, `fresh` or `recovering`.
    package let young: State
    /// `nil` while waiting.
    package let limits: Limits?
    /// The interval at which telegrams come; `nil` until it was observed.
    package let period: Duration?

    package static let waiting = Validity(young: .waiting, limits: nil, period: nil)

    package init(young: State, limits: Limits?, period: Duration?) {
        self.young = young
        self.limits = limits
        self.period = period
    }

    package func state(at now: Instant) -> State {
        guard let limits else { return .waiting }
        if now <= limits.stale { return young }
        return now <= limits.lost ? .stale : .lost
    }

    /// How old the last telegram is; `nil` while waiting.
    package func age(at now: Instant) -> Duration? { limits.map { now - $0.arrival } }

    /// What holds for something that is made of several meters: it is as good as the worst of them.
    package static func worst(of all: [Validity]) -> Validity {
        let limits = all.compactMap(\.limits)
        guard limits.count == all.count, let arrival = limits.map(\.arrival).min(),
            let stale = limits.map(\.stale).min(), let lost = limits.map(\.lost).min()
        else { return .waiting }
        return Validity(
            young: all.contains { $0.young == .recovering } ? .recovering : .fresh,
            limits: Limits(arrival: arrival, stale: stale, lost: lost),
            period: all.compactMap(\.period).max()
        )
    }
}
