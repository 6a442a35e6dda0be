// SPDX-License-Identifier: Apache-2.0

import Registers
import Synchronization
import Telegrams

/// What the gateway counts about a meter, readable from any thread at any instant.
final class MeterStatus: Sendable {
    private struct Counts {
        var accepted: Int64 = 0
        var rejected: [String: Int64] = [:]
        var held: Int64 = 0
        var hasSeenChecksum = false
    }

    private let counts = Mutex(Counts())
    private let clock: GatewayClock
    private let start: ContinuousClock.Instant
    let isSimulated: Bool

    init(_ clock: GatewayClock, start: ContinuousClock.Instant, isSimulated: Bool) {
        self.clock = clock
        self.start = start
        self.isSimulated = isSimulated
    }

    func countAccepted(hasChecksum: Bool) {
        counts.withLock { counts in
            counts.accepted += 1
            if hasChecksum { counts.hasSeenChecksum = true }
        }
    }

    func countRejected(_ reason: Rejection) {
        counts.withLock { $0.rejected[reason.name, default: 0] += 1 }
    }

    func countHeld() {
        counts.withLock { $0.held += 1 }
    }

    /// How often a counter was told at its last value, because the meter's own fell or was missing.
    var held: Int64 { counts.withLock { $0.held } }

    /// How many telegrams were rejected, by the name of the reason.
    var rejected: [String: Int64] { counts.withLock { $0.rejected } }

    func values(_ validity: Validity, at now: ContinuousClock.Instant) -> StatusValues {
        let counts = counts.withLock { $0 }
        var values = StatusValues()
        values.state = validity.state(at: now)
        values.age = validity.age(at: now)?.milliseconds
        values.heartbeat = counts.accepted & 0xFFFF
        values.telegrams = counts.accepted
        values.rejected = counts.rejected.values.reduce(0, +)
        values.period = validity.period?.milliseconds
        values.uptime = (now - start).milliseconds / 1000
        values.time = clock.wallTime()
        values.isSimulated = isSimulated
        values.hasSeenChecksum = counts.hasSeenChecksum
        return values
    }
}

extension Duration {
    /// Whole milliseconds, cut off.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
