// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The clocks, the waiting and the chance that inputs work with, in one value so that tests can give their own.
package struct Timekeeper: Sendable {
    /// The monotonic time.
    package var now: @Sendable () -> ContinuousClock.Instant

    /// Waits until the instant; throws only when the task is cancelled.
    package var sleep: @Sendable (_ deadline: ContinuousClock.Instant) async throws(CancellationError) -> Void

    /// The wall clock, in seconds since 1970-01-01 00:00 UTC.
    package var wallTime: @Sendable () -> Int64

    /// A random number from 0 up to, but not including, 1.
    package var chance: @Sendable () -> Double

    /// Creates a timekeeper from its parts.
    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        sleep: @escaping @Sendable (ContinuousClock.Instant) async throws(CancellationError) -> Void,
        wallTime: @escaping @Sendable () -> Int64,
        chance: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.wallTime = wallTime
        self.chance = chance
    }

    /// The clocks and the random numbers of the machine.
    package static let system = Timekeeper(
        now: { ContinuousClock.now },
        sleep: { deadline throws(CancellationError) in
            do {
                try await Task.sleep(until: deadline, clock: .continuous)
            } catch {
                throw CancellationError()
            }
        },
        wallTime: { Int64(time(nil)) },
        chance: { Double.random(in: 0..<1) }
    )
}
