// SPDX-License-Identifier: Apache-2.0

import Bridge
import Synchronization

/// A clock that stands still until it is set.
final class VirtualClock: Sendable {
    private let start = ContinuousClock.now
    private let elapsed = Mutex(0)

    /// Milliseconds since the simulation began.
    var millisecond: Int {
        get { elapsed.withLock { $0 } }
        set { elapsed.withLock { $0 = newValue } }
    }

    var now: ContinuousClock.Instant { start + .milliseconds(millisecond) }

    /// As a gateway takes it.
    var gatewayClock: GatewayClock {
        GatewayClock(now: { self.now }, wallTime: { Int64(self.millisecond / 1000) })
    }
}
