// SPDX-License-Identifier: Apache-2.0

import Modbus
import Synchronization

/// A server on a free port of 127.0.0.1 while a test needs it.
final class RunningServer: Sendable {
    let server: ModbusServer
    let clock: TestClock
    private let events: EventLog

    /// The port of the first listener.
    var port: UInt16 { server.port }

    func client(from source: UInt32 = 1) throws -> ModbusClient { try ModbusClient(port: port, from: source) }

    /// On the first listener.
    func publish(_ snapshot: UnitSnapshot, unit: UInt8) {
        server.publish(snapshot, unit: unit, on: server.listeners[0].id)
    }

    /// From the first listener.
    func withdraw(unit: UInt8) { server.withdraw(unit: unit, from: server.listeners[0].id) }

    /// Waits until so many answers wait for a snapshot.
    func waitingAnswers(_ count: Int) async {
        while server.statistics.waitingAnswers != count { await Task.yield() }
    }

    /// Waits until an event comes for which `condition` holds, or returns at once if it has come already.
    func event(where condition: @escaping @Sendable (ServerEvent) -> Bool) async {
        await events.wait(for: condition)
    }

    /// Waits until a client's connection ended for this reason.
    func disconnection(_ reason: DisconnectReason) async {
        await event {
            guard case .disconnected(_, _, let actual) = $0 else { return false }
            return actual == reason
        }
    }

    private init(_ server: ModbusServer, _ clock: TestClock, _ events: EventLog) {
        self.server = server
        self.clock = clock
        self.events = events
    }

    /// Serves `units` while `body` runs, by a clock that stands still.
    static func with(
        _ units: [UInt8: UnitSnapshot],
        on listener: Listener = .tcp(ListenAddress(host: "127.0.0.1", port: 0)),
        limits: ConnectionLimits = .forTests,
        clock: TestClock = TestClock(),
        _ body: (RunningServer) async throws -> Void
    ) async throws {
        let events = EventLog()
        let server = try ModbusServer(
            listeningOn: [listener],
            limits: limits,
            clock: { clock.now },
            observer: { events.append($0) }
        )
        for (unit, snapshot) in units { server.publish(snapshot, unit: unit, on: server.listeners[0].id) }
        let run = Task { try await server.run() }
        do {
            try await body(RunningServer(server, clock, events))
        } catch {
            server.stop()
            _ = await run.result
            throw error
        }
        server.stop()
        try await run.value
    }
}

extension ModbusServer {
    /// The port of the first listener.
    var port: UInt16 { listeners.first?.listener.address?.port ?? 0 }

    /// The port of a listener; nil if it is closed.
    func port(of id: ListenerID) -> UInt16? { listeners.first { $0.id == id }?.listener.address?.port }
}

extension ConnectionLimits {
    /// Looks at deadlines often, so that a test needn't wait for a tick.
    static var forTests: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.tick = .milliseconds(10)
        return limits
    }
}

/// Keeps what happened and wakes who waits for it.
final class EventLog: Sendable {
    private struct Waiter {
        let condition: @Sendable (ServerEvent) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var events: [ServerEvent] = []
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    func append(_ event: ServerEvent) {
        let woken = state.withLock { state in
            state.events.append(event)
            let woken = state.waiters.filter { $0.condition(event) }
            state.waiters.removeAll { $0.condition(event) }
            return woken
        }
        for waiter in woken { waiter.continuation.resume() }
    }

    func wait(for condition: @escaping @Sendable (ServerEvent) -> Bool) async {
        await withCheckedContinuation { continuation in
            let hasHappened = state.withLock { state in
                if state.events.contains(where: condition) { return true }
                state.waiters.append(Waiter(condition: condition, continuation: continuation))
                return false
            }
            if hasHappened { continuation.resume() }
        }
    }
}
