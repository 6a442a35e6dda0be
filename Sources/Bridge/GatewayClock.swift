// SPDX-License-Identifier: Apache-2.0

import Inputs

/// The clocks of a gateway: the monotonic one by which freshness is judged, and the wall's.
package struct GatewayClock: Sendable {
    package let now: @Sendable () -> ContinuousClock.Instant
    /// Seconds since 1970 UTC.
    package let wallTime: @Sendable () -> Int64

    package init(now: @escaping @Sendable () -> ContinuousClock.Instant, wallTime: @escaping @Sendable () -> Int64) {
        self.now = now
        self.wallTime = wallTime
    }

    package static let system = GatewayClock(now: Timekeeper.system.now, wallTime: Timekeeper.system.wallTime)
}
