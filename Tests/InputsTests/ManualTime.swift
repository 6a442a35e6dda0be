// SPDX-License-Identifier: Apache-2.0

import Inputs
import Synchronization

/// A clock that stands still until the test lets a sleeper go on; it then shows the time slept for.
final class ManualTime: Sendable {
    private let current = Mutex(ContinuousClock.now)
    private let requests: AsyncStream<Duration>
    private let request: AsyncStream<Duration>.Continuation
    private let permits: AsyncStream<Void>
    private let permit: AsyncStream<Void>.Continuation

    init() {
        (requests, request) = AsyncStream.makeStream()
        (permits, permit) = AsyncStream.makeStream()
    }

    var now: ContinuousClock.Instant { current.withLock { $0 } }

    /// Time passes without anybody sleeping.
    func advance(by duration: Duration) {
        current.withLock { $0 += duration }
    }

    /// The next sleep that is asked for, as it begins.
    func nextSleep() async -> Duration? {
        for await duration in requests { return duration }
        return nil
    }

    /// Lets one sleeper go on, the present or the next.
    func wake() {
        permit.yield()
    }

    /// Chance is always in the middle: back-off is 7/8 of its full time.
    func timekeeper(wallTime: Int64 = 0) -> Timekeeper {
        Timekeeper(
            now: { self.now },
            sleep: { deadline throws(CancellationError) in
                self.request.yield(deadline - self.now)
                for await _ in self.permits {
                    self.current.withLock { $0 = max($0, deadline) }
                    return
                }
                throw CancellationError()
            },
            wallTime: { wallTime },
            chance: { 0.5 }
        )
    }
}
