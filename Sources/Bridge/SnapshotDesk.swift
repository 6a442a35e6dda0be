// SPDX-License-Identifier: Apache-2.0

import Modbus
import Synchronization

/// Through which all snapshots pass on their way to the server: what was published last is known here, so that a drill can
/// begin and end between two telegrams.
final class SnapshotDesk: Sendable {
    /// One unit of one listener.
    struct Seat: Hashable, Sendable {
        let listener: ListenerID
        let unit: UInt8
    }

    private struct State {
        var snapshots: [Seat: UnitSnapshot] = [:]
        var drills: [Seat: DrillTime] = [:]
        var owners: [Seat: String] = [:]
    }

    private let state = Mutex(State())
    private let server: ModbusServer

    init(_ server: ModbusServer) { self.server = server }

    /// The meter or sum that each seat is of. What another one publishes there is not told: it was the seat's before.
    var owners: [Seat: String] {
        get { state.withLock { $0.owners } }
        set { state.withLock { $0.owners = newValue } }
    }

    func publish(_ snapshot: UnitSnapshot, at place: Consumer.Place, by meter: String) {
        state.withLock { state in
            for listener in place.listeners {
                let seat = Seat(listener: listener, unit: place.unit)
                guard state.owners[seat] == meter else { continue }
                state.snapshots[seat] = snapshot
                serve(seat, state)
            }
        }
    }

    /// Forgets the seats that nobody owns; who asks there learns that nobody is served.
    func withdrawUnowned() {
        state.withLock { state in
            for seat in state.snapshots.keys where state.owners[seat] == nil {
                state.snapshots[seat] = nil
                state.drills[seat] = nil
                server.withdraw(unit: seat.unit, from: seat.listener)
            }
        }
    }

    /// Lets these seats be stale for a time; one in which a drill is going on already begins anew.
    func begin(_ drill: DrillTime, at seats: [Seat]) {
        state.withLock { state in
            for seat in seats {
                state.drills[seat] = drill
                serve(seat, state)
            }
        }
    }

    /// Ends a drill before its time is over.
    func end(_ drill: DrillTime, at seats: [Seat]) {
        state.withLock { state in
            for seat in seats where state.drills[seat] == drill {
                state.drills[seat] = nil
                serve(seat, state)
            }
        }
    }

    /// The drill that goes on at a seat.
    func drill(at seat: Seat, now: ContinuousClock.Instant) -> DrillTime? {
        state.withLock { $0.drills[seat] }.flatMap { $0.begins <= now && now < $0.ends ? $0 : nil }
    }

    /// Under the lock: what is handed over later must not be older.
    private func serve(_ seat: Seat, _ state: State) {
        guard let snapshot = state.snapshots[seat] else { return }
        let told = state.drills[seat].map { snapshot.drilled($0) } ?? snapshot
        server.publish(told, unit: seat.unit, on: seat.listener)
    }
}
