// SPDX-License-Identifier: Apache-2.0

package import Registers

/// Whether what a meter said last may still be told, judged by nothing but when its valid telegrams arrived.
///
/// `waiting` → `fresh` at the first telegram → `stale` when it is older than `staleAfter` → `lost` when older than twice that.
/// From `stale` or `lost`, the first good telegram makes it `recovering`, and the second in a row, no later than `staleAfter`
/// after the first, `fresh` again.
///
/// After an outage a gateway on the network may hand on in one go what it has kept, and nobody knows how old that is. So the
/// second counts only when it comes at least half a period after the first; until then the meter stays `recovering`, and nobody
/// is told anything of the burst.
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
    /// Telegrams closer than this come in one burst, where no period is known: no meter speaks more than a few times a second.
    private static let shortestPeriod = Duration.milliseconds(100)

    private enum Phase: Sendable {
        case waiting
        case fresh(last: Instant)
        /// Since the first telegram after the outage.
        case recovering(since: Instant, last: Instant)
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
        case .recovering(_, let last): validity(.recovering, last)
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
        case .fresh(let last), .recovering(_, let last): last
        }
    }

    package func state(at now: Instant) -> State { validity.state(at: now) }

    /// A valid telegram has arrived.
    package mutating func telegramArrived(at now: Instant) {
        switch (state(at: now), phase) {
        case (.recovering, .recovering(let first, _)) where now - first < shortestRecovery:
            // The distances within a burst say nothing of the meter's period.
            phase = .recovering(since: first, last: now)
        case (.stale, _), (.lost, _):
            note(now)
            phase = .recovering(since: now, last: now)
        default:
            note(now)
            phase = .fresh(last: now)
        }
    }

    /// How long after the first telegram the second of a recovery comes at the earliest.
    private var shortestRecovery: Duration {
        // With outages among the intervals the period may be too long: where three periods may be told, half of one is a sixth.
        min(period.map { $0 / 2 } ?? Freshness.shortestPeriod, staleAfter / 6)
    }

    private mutating func note(_ now: Instant) {
        guard let last = lastArrival else { return }
        intervals.append(now - last)
        if intervals.count > Freshness.observedIntervals { intervals.removeFirst() }
        period = Freshness.median(of: intervals)
    }
}
