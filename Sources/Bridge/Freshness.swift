// SPDX-License-Identifier: Apache-2.0

package import Registers

/// Whether what a meter said last may still be told, judged by nothing but when its valid telegrams arrived.
///
/// `waiting` → `fresh` at the first telegram → `stale` when it is older than `staleAfter` → `lost` when older than twice that.
/// From `stale` or `lost`, the first good telegram makes it `recovering`, and the second in a row, no later than `staleAfter`
/// after the first, `fresh` again.
///
/// A value without a clock: the state at an instant is asked for with the instant, so that nothing has to run for it to
/// change.
package struct Freshness: Sendable {
    package typealias Instant = ContinuousClock.Instant
    package typealias State = StatusValues.State

    /// A period counts as this until two intervals were seen: the longest of the meters known.
    package static let assumedPeriod = Duration.seconds(10)
    /// How many intervals the observed period is the median of.
    private static let observedIntervals = 5
    private static let limits = Duration.seconds(5)...Duration.seconds(60)

    private enum Phase: Sendable {
        case waiting
        case fresh(last: Instant)
        case recovering(last: Instant)
    }

    private var phase = Phase.waiting
    private var intervals: [Duration] = []
    private let explicitStaleAfter: Duration?

    /// - Parameter staleAfter: the age up to which values may be told; `nil` takes three times the observed period, at least
    ///   5 s and at most 60 s.
    package init(staleAfter: Duration? = nil) {
        explicitStaleAfter = staleAfter
    }

    /// The median of the last five intervals between telegrams; `nil` until two were seen.
    package private(set) var period: Duration?

    /// Worked out when a telegram arrives and not when it is asked for: each answer with status in it asks.
    private static func median(of intervals: [Duration]) -> Duration? {
        guard intervals.count >= 2 else { return nil }
        let sorted = intervals.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The age up to which values may be told.
    package var staleAfter: Duration {
        if let explicitStaleAfter { return explicitStaleAfter }
        let threePeriods = (period ?? Freshness.assumedPeriod) * 3
        return min(max(threePeriods, Freshness.limits.lowerBound), Freshness.limits.upperBound)
    }

    /// How long what arrived last may be told.
    package var validity: Validity {
        switch phase {
        case .waiting: .waiting
        case .fresh(let last): validity(.fresh, last)
        case .recovering(let last): validity(.recovering, last)
        }
    }

    private func validity(_ young: State, _ last: Instant) -> Validity {
        let staleAfter = staleAfter
        let limits = Validity.Limits(arrival: last, stale: last + staleAfter, lost: last + staleAfter * 2)
        return Validity(young: young, limits: limits, period: period)
    }

    /// When the last valid telegram arrived.
    package var lastArrival: Instant? {
        switch phase {
        case .waiting: nil
        case .fresh(let last), .recovering(let last): last
        }
    }

    package func state(at now: Instant) -> State { validity.state(at: now) }

    /// A valid telegram has arrived.
    package mutating func telegramArrived(at now: Instant) {
        let before = state(at: now)
        if let last = lastArrival {
            intervals.append(now - last)
            if intervals.count > Freshness.observedIntervals { intervals.removeFirst() }
            period = Freshness.median(of: intervals)
        }
        switch before {
        case .waiting, .fresh, .recovering: phase = .fresh(last: now)
        case .stale, .lost: phase = .recovering(last: now)
        }
    }
}
