// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Threads

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
    private let isAwaited = Atomic<Bool>(false)
    private let doorbell: Doorbell

    /// - Throws: ``ServerError/systemCall(_:errno:)`` if the system has no descriptor for the doorbell.
    init(listenerCount: Int) throws(ServerError) {
        do throws(SystemError) {
            doorbell = try Doorbell()
        } catch {
            throw .systemCall("pipe", errno: error.number)
        }
        waiting = Mutex(Waiting(snapshots: .init(repeating: .none, count: listenerCount * 256)))
    }

    /// Replaces what waits for a unit; nil withdraws it. Unknown listeners are ignored.
    func put(_ snapshot: UnitSnapshot?, unit: UInt8, listener: Int) {
        let replaced: UnitSnapshot?? = waiting.withLock { waiting in
            let index = Self.place(of: unit, listener: listener)
            guard listener >= 0, index < waiting.snapshots.count else { return .none }
            let previous = waiting.snapshots[index]
            if previous == nil { waiting.changed.append(index) }
            waiting.snapshots[index] = .some(snapshot)
            return previous
        }
        // An image is freed here, outside of the lock.
        _ = replaced
        version.add(1, ordering: .sequentiallyConsistent)
        if isAwaited.load(ordering: .sequentiallyConsistent),
            isAwaited.exchange(false, ordering: .sequentiallyConsistent)
        {
            doorbell.ring()
        }
    }

    /// A unit of a listener as one number.
    static func place(of unit: UInt8, listener: Int) -> Int { listener * 256 + Int(unit) }

    /// What becomes readable with ``wake()``, and when ``ringsForNews(since:)`` keeps its promise, until ``silence()``.
    var descriptor: Int32 { doorbell.descriptor }

    func silence() { doorbell.silence() }

    /// Promises to ring once when something new comes. False if something has come since `seen`: then it needn't.
    ///
    /// Whoever doesn't wait for news doesn't ask, and spares those who put them the system call.
    func ringsForNews(since seen: UInt64) -> Bool {
        isAwaited.store(true, ordering: .sequentiallyConsistent)
        return version.load(ordering: .sequentiallyConsistent) == seen
    }

    /// Makes the thread that waits on ``descriptor`` take its next turn now.
    func wake() { doorbell.ring() }

    /// Brings `units`, one table for each listener, up to date. `seen` is what the caller got the last time; nothing
    /// is locked if nothing has come since.
    ///
    /// - Parameter tell: is told the ``place(of:listener:)`` of each unit that has a new snapshot, or none any more.
    func deliver(to units: inout [UnitTable], seen: inout UInt64, tell: (Int) -> Void = { _ in }) {
        let current = version.load(ordering: .acquiring)
        if current == seen { return }
        seen = current
        waiting.withLock { waiting in
            for index in waiting.changed {
                if let snapshot = waiting.snapshots[index], index / 256 < units.count {
                    units[index / 256][UInt8(index % 256)] = snapshot
                    tell(index)
                }
                waiting.snapshots[index] = .none
            }
            waiting.changed.removeAll(keepingCapacity: true)
        }
    }
}
