// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Hands snapshots from whoever makes them to the server's thread.
///
/// Only the newest snapshot of each unit waits here, so that a thread that doesn't run costs no more than that.
final class SnapshotMailbox: Sendable {
    private struct Waiting {
        /// By listener and unit; the outer nil is "nothing new", the inner one "withdrawn".
        var snapshots: [UnitSnapshot??]
        /// Which of them are new.
        var changed: [Int] = []
    }

    private let waiting: Mutex<Waiting>
    private let version = Atomic<UInt64>(0)

    init(listenerCount: Int) {
        waiting = Mutex(Waiting(snapshots: .init(repeating: .none, count: listenerCount * 256)))
    }

    /// Replaces what waits for a unit; nil withdraws it. Unknown listeners are ignored.
    func put(_ snapshot: UnitSnapshot?, unit: UInt8, listener: Int) {
        let replaced: UnitSnapshot?? = waiting.withLock { waiting in
            let index = listener * 256 + Int(unit)
            guard listener >= 0, index < waiting.snapshots.count else { return .none }
            let previous = waiting.snapshots[index]
            if previous == nil { waiting.changed.append(index) }
            waiting.snapshots[index] = .some(snapshot)
            return previous
        }
        // An image is freed here, outside of the lock.
        _ = replaced
        version.add(1, ordering: .releasing)
    }

    /// Brings `units`, one table for each listener, up to date. `seen` is what the caller got the last time; nothing
    /// is locked if nothing has come since.
    func deliver(to units: inout [UnitTable], seen: inout UInt64) {
        let current = version.load(ordering: .acquiring)
        if current == seen { return }
        seen = current
        waiting.withLock { waiting in
            for index in waiting.changed {
                if let snapshot = waiting.snapshots[index], index / 256 < units.count {
                    units[index / 256][UInt8(index % 256)] = snapshot
                }
                waiting.snapshots[index] = .none
            }
            waiting.changed.removeAll(keepingCapacity: true)
        }
    }
}
