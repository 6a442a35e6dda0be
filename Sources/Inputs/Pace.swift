// SPDX-License-Identifier: Apache-2.0

/// A steady beat: each at a whole number of periods after the start, so that lateness never adds up.
struct Pace {
    private let start: ContinuousClock.Instant
    private let period: Duration
    private var upcoming: Int64 = 0

    /// - Parameter period: more than zero.
    init(start: ContinuousClock.Instant, period: Duration) {
        self.start = start
        self.period = period
    }

    /// The number of the next beat, from 0, and its time; beats that were missed altogether are left out.
    mutating func next(now: ContinuousClock.Instant) -> (beat: Int64, time: ContinuousClock.Instant) {
        let elapsed = (now - start) / period
        // The comparison is false for what no Int64 can hold, too.
        let current = elapsed >= 0 && elapsed < 0x1p53 ? Int64(elapsed) : 0
        let beat = max(upcoming, current)
        upcoming = beat + 1
        return (beat, start + period * beat)
    }
}
