// SPDX-License-Identifier: Apache-2.0

/// Notices submeters that have fallen silent although their electricity meter speaks on: it repeats their last value for ever.
///
/// A submeter's value is new when its stamp is another one. How long ago that was is measured by the gateway's monotonic clock: the
/// meter's own may be wrong or set anew. A value without a stamp is as old as its telegram.
package struct SubmeterWatch: Sendable {
    package typealias Instant = ContinuousClock.Instant

    /// Values come every five minutes (DSMR P1 companion standard 5.0.2, 5.2) or every hour (4.2.2); one that came late twice is
    /// not yet silent.
    static let shortestLimit = Duration.seconds(2 * 3600)
    /// Until two new values were seen: some submeters on batteries report once a day.
    static let limitOfUnknown = Duration.seconds(25 * 3600)
    private static let observedIntervals = 3

    private struct Seen: Sendable {
        var captured: MeterClock
        var since: Instant
        /// Whether the stamp was seen to come, and isn't just the first that was seen.
        var hasCome = false
        var intervals: [Duration] = []

        var limit: Duration {
            guard let longest = intervals.max() else { return limitOfUnknown }
            return max(longest * 3, shortestLimit)
        }
    }

    /// By channel, of which a telegram has at most 256.
    private var seen: [UInt8: Seen] = [:]

    package init() {}

    /// Takes what silent submeters say out of a reading that has just arrived.
    package mutating func withdrawSilent(from reading: inout Reading, at now: Instant) {
        for submeter in reading.submeters {
            guard let captured = submeter.captured else { continue }
            note(captured, submeter.channel, now)
            guard let known = seen[submeter.channel], now - known.since > known.limit else { continue }
            reading.withdraw(submeter)
        }
    }

    private mutating func note(_ captured: MeterClock, _ channel: UInt8, _ now: Instant) {
        guard var known = seen[channel] else {
            seen[channel] = Seen(captured: captured, since: now)
            return
        }
        guard known.captured != captured else { return }
        if known.hasCome {
            known.intervals.append(now - known.since)
            if known.intervals.count > SubmeterWatch.observedIntervals { known.intervals.removeFirst() }
        }
        known.captured = captured
        known.since = now
        known.hasCome = true
        seen[channel] = known
    }
}
