// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Threads

/// Hands snapshots and commands to a thread of the server, from whoever makes them.
///
/// Only the newest snapshot of each unit waits here, so that a thread that doesn't run costs no more than that.
final class ServerMailbox: Sendable {
    private struct Waiting {
        var commands: [ServerCommand] = []
        /// By slot and unit; the outer nil is "nothing new", the inner one "withdrawn".
        var snapshots: [UnitSnapshot??] = []
        /// Which of them are new.
        var changed: [Int] = []

        /// Forgets what waits for the listener, if it waits to be opened itself.
        mutating func cancel(_ id: ListenerID) -> Bool {
            for place in id.slot * 256..<(id.slot + 1) * 256 where place < snapshots.count {
                snapshots[place] = .none
            }
            changed.removeAll { $0 / 256 == id.slot }
            let isAhead = commands.contains { $0.opens(id) }
            commands.removeAll { $0.listener == id }
            return isAhead
        }
    }

    private let waiting = Mutex(Waiting())
    private let version = Atomic<UInt64>(0)
    private let isAwaited = Atomic<Bool>(false)
    private let doorbell: Doorbell

    /// - Throws: ``ServerError/systemCall(_:errno:)`` if the system has no descriptor for the doorbell.
    init() throws(ServerError) {
        do throws(SystemError) {
            doorbell = try Doorbell()
        } catch {
            throw .systemCall("pipe", errno: error.number)
        }
    }

    /// Replaces what waits for a unit; nil withdraws it.
    ///
    /// - Returns: what is replaced, to be freed where nobody waits for it.
    func put(_ snapshot: UnitSnapshot?, unit: UInt8, slot: Int) -> UnitSnapshot?? {
        let index = Self.place(of: unit, slot: slot)
        let replaced: UnitSnapshot?? = waiting.withLock { waiting in
            while waiting.snapshots.count <= index { waiting.snapshots.append(.none) }
            let previous = waiting.snapshots[index]
            if previous == nil { waiting.changed.append(index) }
            waiting.snapshots[index] = .some(snapshot)
            return previous
        }
        version.add(1, ordering: .sequentiallyConsistent)
        if isAwaited.load(ordering: .sequentiallyConsistent),
            isAwaited.exchange(false, ordering: .sequentiallyConsistent)
        {
            doorbell.ring()
        }
        return replaced
    }

    /// Has the thread do something, in the order of the commands; before one that closes a listener, what waits for that is
    /// forgotten.
    func put(_ command: ServerCommand) {
        waiting.withLock { waiting in
            if case .close(let id) = command, waiting.cancel(id) { return }
            waiting.commands.append(command)
        }
        version.add(1, ordering: .sequentiallyConsistent)
        doorbell.ring()
    }

    /// A unit of a listener as one number.
    static func place(of unit: UInt8, slot: Int) -> Int { slot * 256 + Int(unit) }

    /// What becomes readable with ``wake()``, with a command, and when ``ringsForNews(since:)`` keeps its promise, until
    /// ``silence()``.
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

    /// Brings `units`, one table for each slot, up to date. `seen` is what the caller got the last time; nothing is locked if nothing
    /// has come since.
    ///
    /// - Parameter tell: is told the ``place(of:slot:)`` of each unit that has a new snapshot, or none any more.
    /// - Returns: commands that come before the snapshots, which are delivered when there are none: obey them and come again.
    @discardableResult
    func deliver(to units: inout [UnitTable], seen: inout UInt64, tell: (Int) -> Void = { _ in }) -> [ServerCommand] {
        let current = version.load(ordering: .acquiring)
        if current == seen { return [] }
        return waiting.withLock { waiting in
            guard waiting.commands.isEmpty else {
                defer { waiting.commands.removeAll() }
                return waiting.commands
            }
            for index in waiting.changed {
                if let snapshot = waiting.snapshots[index], index / 256 < units.count {
                    units[index / 256][UInt8(index % 256)] = snapshot
                    tell(index)
                }
                waiting.snapshots[index] = .none
            }
            waiting.changed.removeAll(keepingCapacity: true)
            seen = current
            return []
        }
    }
}
