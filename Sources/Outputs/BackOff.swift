// SPDX-License-Identifier: Apache-2.0

/// How long to wait before the next attempt: doubling from one second to half a minute.
struct BackOff: Sendable {
    private static let first = Duration.seconds(1)
    private static let longest = Duration.seconds(30)

    private var upcoming = BackOff.first

    /// The next wait, shortened by up to a quarter as `chance` (0..<1) says, so that many gateways that lost the same
    /// broker don't come back in step.
    mutating func next(chance: Double) -> Duration {
        let wait = upcoming
        upcoming = min(upcoming * 2, BackOff.longest)
        return wait * (1 - chance / 4)
    }

    mutating func reset() { upcoming = BackOff.first }
}
