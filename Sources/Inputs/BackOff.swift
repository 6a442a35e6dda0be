// SPDX-License-Identifier: Apache-2.0

/// How long to wait before the next attempt: doubling from the first to the longest wait.
struct BackOff: Sendable {
    private let first: Duration
    private let longest: Duration
    private var upcoming: Duration

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
        upcoming = first
    }

    /// The next wait, shortened by up to a quarter as `chance` (0..<1) says, so that many gateways that lost the same
    /// source don't come back in step.
    mutating func next(chance: Double) -> Duration {
        let wait = upcoming
        upcoming = min(upcoming * 2, longest)
        return wait * (1 - chance / 4)
    }

    /// Starts again at the first wait.
    mutating func reset() {
        upcoming = first
    }
}
