// SPDX-License-Identifier: Apache-2.0

import Bridge
import Inputs
import Modbus
import Registers
import Settings
import Synchronization

/// The gateway itself: telegram bytes into its meter, and a Modbus client that asks its server over TCP.
///
/// Only the clock isn't real. It stands still while anything is under way, so that each run is the same however busy the machine is.
final class GatewayLink: MeterLink {
    /// The client's request.
    private enum Request {
        case none
        /// The server holds the answer back, until this millisecond at most.
        case held(until: Int, before: ServerStatistics)
        /// There is no answer and never will be.
        case unanswered
        case answered(MeterAnswer)
    }

    let processingTime: Int
    /// So long in real time the server may take for anything.
    private static let patience = Duration.seconds(20)

    private let clock: VirtualClock
    private let server: ModbusServer
    private let meter: Meter
    private let longestWait: Int
    private let accepted: AcceptedTelegrams
    private var client: LibmodbusClient?
    private var request = Request.none
    /// Real time from the last byte of a telegram to the answer in the hands of a client that waited for it.
    private(set) var latencies: [Duration] = []

    /// Runs a gateway for one consumer while `body` needs it.
    ///
    /// - Parameter processingTime: milliseconds of simulated time that a telegram takes to become an answer. The budget is one, with
    ///   247 units.
    static func with<Result>(
        _ pacing: Pacing = .immediate,
        processingTime: Int = 1,
        _ body: (GatewayLink) async throws -> Result
    ) async throws -> Result {
        let link = try GatewayLink(pacing, processingTime)
        let server = link.server
        let run = Task { try await server.run() }
        let result: Result
        do {
            _ = try await link.serverStatistics { $0.turns > 0 }
            result = try await body(link)
        } catch {
            server.stop()
            _ = await run.result
            throw error
        }
        server.stop()
        try await run.value
        return result
    }

    private init(_ pacing: Pacing, _ processingTime: Int) throws {
        self.processingTime = processingTime
        let clock = VirtualClock()
        // The server's ticks are of real time; each of its turns is asked for instead.
        var limits = ConnectionLimits()
        limits.tick = .seconds(3600)
        let server = try ModbusServer(limits: limits, clock: { clock.now })
        let listener = try server.listen(on: .tcp(ListenAddress(host: "127.0.0.1", port: 0)))
        let accepted = AcceptedTelegrams()
        let configuration = MeterConfiguration(name: "p1", input: .tcp(host: "p1", port: 23, silence: .seconds(30)))
        let consumer = ConsumerConfiguration(
            meter: configuration.name,
            map: try MapLibrary.builtIn.map(LibmodbusClient.mapName),
            unit: LibmodbusClient.unit,
            pacing: pacing
        )
        meter = try Meter(
            alone: configuration,
            for: consumer,
            clock: clock.gatewayClock,
            publish: { server.publish($0, unit: LibmodbusClient.unit, on: listener) },
            observer: { accepted.note($0) }
        )
        switch pacing {
        case .immediate: longestWait = 0
        case .paced(let atMost), .once(let atMost): longestWait = Int(atMost / .milliseconds(1))
        }
        (self.clock, self.server, self.accepted) = (clock, server, accepted)
    }

    func take(_ telegram: GridMeter.Telegram, at millisecond: Int) async throws {
        clock.millisecond = millisecond
        let count = accepted.count
        let began = ContinuousClock.now
        await meter.handle(.bytes(telegram.bytes, arrival: clock.now))
        guard accepted.count == count + 1 else { throw Failure("the meter didn't take a telegram") }
        guard case .held(_, let before) = request else { return }
        try await settle(before)
        if case .answered = request { latencies.append(ContinuousClock.now - began) }
    }

    func ask(at millisecond: Int) async throws {
        clock.millisecond = millisecond
        let before = server.statistics
        let client = try client ?? LibmodbusClient(port: server.listeners[0].listener.address?.port ?? 0)
        self.client = client
        try client.ask()
        let statistics = try await serverStatistics { $0.requests > before.requests || $0.waitingAnswers > 0 }
        if statistics.requests > before.requests {
            try conclude(statistics, before)
        } else {
            request = .held(until: millisecond + longestWait, before: before)
        }
    }

    func look(at millisecond: Int) async {
        clock.millisecond = millisecond
        await meter.reportState(at: clock.now)
    }

    func answer(at millisecond: Int) async throws -> MeterAnswer? {
        if case .held(let deadline, let before) = request, millisecond >= deadline {
            clock.millisecond = millisecond
            try await settle(before)
        }
        guard case .answered(let answer) = request else { return nil }
        request = .none
        return answer
    }

    func giveUp() async throws {
        request = .none
        // As a Modbus client does over TCP: the connection is useless while an old answer may still come.
        client = nil
        _ = try await serverStatistics { $0.openConnections == 0 && $0.waitingAnswers == 0 }
    }

    /// What the server held back is due.
    private func settle(_ before: ServerStatistics) async throws {
        try conclude(try await serverStatistics { $0.requests > before.requests }, before)
    }

    /// Takes what the server has answered to the request that came after `before`.
    private func conclude(_ statistics: ServerStatistics, _ before: ServerStatistics) throws {
        if statistics.openConnections == 0 { client = nil }
        guard statistics.silences == before.silences, let client else {
            request = .unanswered
            return
        }
        request = .answered(try client.receive())
    }

    private func serverStatistics(when condition: (ServerStatistics) -> Bool) async throws -> ServerStatistics {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            // The statistics are those of a turn that has ended; asking for a report makes one.
            _ = await server.report()
            let statistics = server.statistics
            if condition(statistics) { return statistics }
            await Task.yield()
        }
        throw Failure("the server didn't come on")
    }

    /// How many telegrams the meter took for good.
    private final class AcceptedTelegrams: Sendable {
        private let state = Mutex(0)

        var count: Int { state.withLock { $0 } }

        func note(_ event: GatewayEvent) {
            if case .accepted = event { state.withLock { $0 += 1 } }
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ what: String) { description = "The laboratory's gateway failed: \(what)." }
    }
}
