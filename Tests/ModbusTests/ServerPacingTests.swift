// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("Paced answers over TCP", .timeLimit(.minutes(1)))
struct ServerPacingTests {
    private static let paced = Pacing.paced(atMost: .seconds(20))
    private static let once = Pacing.once(atMost: .seconds(20))

    @Test("A paced read gets the next snapshot's value, and other clients and units are answered meanwhile")
    func paced() async throws {
        try await RunningServer.with([1: .plain(1, pacing: Self.paced), 2: .plain(5)]) { running in
            let client = try running.client()
            let other = try running.client()
            try await client.send(frame(read(3, 0, 1)))
            await running.waitingAnswers(1)
            #expect(try await other.ask(read(3, 0, 1), unit: 2) == [3, 2, 0, 5])
            running.publish(try .plain(6), unit: 2)
            #expect(try await other.ask(read(3, 0, 1), unit: 2) == [3, 2, 0, 6])
            #expect(running.server.statistics.waitingAnswers == 1)

            running.publish(try .plain(2, pacing: Self.paced), unit: 1)

            #expect(Array(try await client.receive().dropFirst(7)) == [3, 2, 0, 2])
            // Another block of the cycle doesn't wait; nor does what is no live word, nor a fault.
            #expect(try await client.ask(read(3, 1, 1)) == [3, 2, 0, 2])
            #expect(try await client.ask(read(3, 0, 126)) == [0x83, 3])
            #expect(try await client.ask(read(3, 1, 1), unit: 2) == [3, 2, 0, 6])
        }
    }

    @Test("A unit that is asked for by id 0 or 255 is as paced as by its own")
    func anyUnit() async throws {
        try await RunningServer.with([1: .plain(1, pacing: Self.paced)]) { running in
            let client = try running.client()
            try await client.send(frame(read(3, 0, 1), unit: 255))
            await running.waitingAnswers(1)
            running.publish(try .plain(2, pacing: Self.paced), unit: 1)
            #expect(Array(try await client.receive().dropFirst(6)) == [255, 3, 2, 0, 2])
        }
    }

    @Test("At the deadline the last value is told, if it is still fresh")
    func deadline() async throws {
        try await RunningServer.with([1: .plain(1, pacing: Self.paced)]) { running in
            let client = try running.client()
            try await client.send(frame(read(3, 0, 1)))
            await running.waitingAnswers(1)
            running.clock.advance(by: .seconds(20))
            #expect(Array(try await client.receive().dropFirst(7)) == [3, 2, 0, 1])
            #expect(running.server.statistics.evictions == 0)
        }
    }

    @Test("By a real clock an answer waits for its time, asleep, and then comes")
    func realDeadline() async throws {
        let server = try ModbusServer(listeningOn: [.tcp(ListenAddress(host: "127.0.0.1", port: 0))])
        let pacing = Pacing.paced(atMost: .milliseconds(300))
        server.publish(try .plain(1, pacing: pacing), unit: 1, on: server.listeners[0].id)
        let run = Task { try await server.run() }
        let client = try ModbusClient(port: server.port)
        // The server runs.
        #expect(try await client.ask(read(3, 0, 0)) == [0x83, 3])
        let turnsBefore = server.statistics.turns
        let began = ContinuousClock.now
        #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 1])
        let time = ContinuousClock.now - began
        #expect(time >= .milliseconds(300))
        // It slept: connecting, asking, the end of the wait, and ticks where the machine is busy. A loop that doesn't sleep takes
        // thousands of turns.
        #expect(server.statistics.turns - turnsBefore < 100)
        server.stop()
        try await run.value
    }

    @Test("A meter that goes stale while an answer waits gets the fail-safe then, and afterwards at once")
    func staleWhileWaiting() async throws {
        let stages = [
            Stage(begins: start, answer: .served),
            Stage(begins: start + .seconds(5), answer: .exception(.serverDeviceFailure)),
        ]
        try await RunningServer.with([1: .plain(1, stages: stages, pacing: Self.paced)]) { running in
            let client = try running.client()
            try await client.send(frame(read(3, 0, 1)))
            await running.waitingAnswers(1)
            running.clock.advance(by: .seconds(5))
            #expect(Array(try await client.receive().dropFirst(7)) == [0x83, 4])
            #expect(try await client.ask(read(3, 0, 1)) == [0x83, 4])
        }
    }

    @Test("What never waits: constants, gaps and status of a paced unit")
    func constants() async throws {
        let space = try AddressSpace.varied()
        let stages = [Stage(begins: start, answer: .served)]
        let unit = try UnitSnapshot(space: space, words: space.telltaleWords, stages: stages, pacing: Self.paced)
        try await RunningServer.with([1: unit]) { running in
            let client = try running.client()
            #expect(try await client.ask(read(3, 10, 2)) == [3, 4] + bytes(1010) + bytes(1011))
            #expect(try await client.ask(read(3, 20, 1)) == [3, 2] + bytes(1020))
            #expect(try await client.ask([6, 0xA0, 0, 0, 7]) == [6, 0xA0, 0, 0, 7])
            #expect(try await client.ask([17])[0] == 17)
        }
    }

    @Test("Pipelined requests are answered in order, each wait in its turn, and what came in pieces too")
    func pipelined() async throws {
        try await RunningServer.with([1: .plain(1, pacing: Self.once), 2: .plain(9)]) { running in
            let client = try running.client()
            let again = frame(read(3, 0, 1), transaction: 2)
            let another = frame(read(3, 0, 1), unit: 2, transaction: 3)
            let last = frame(read(3, 0, 1), transaction: 4)
            try await client.send(frame(read(3, 0, 1), transaction: 1) + again + another + last.prefix(5))
            #expect(try await client.receive() == frame([3, 2, 0, 1], transaction: 1))
            await running.waitingAnswers(1)
            // A frame that is only half there isn't late while an answer before it waits.
            running.clock.advance(by: .seconds(6))
            try await client.send(Array(last.dropFirst(5)))
            running.publish(try .plain(2, pacing: Self.once), unit: 1)
            #expect(try await client.receive() == frame([3, 2, 0, 2], transaction: 2))
            #expect(try await client.receive() == frame([3, 2, 0, 9], unit: 2, transaction: 3))
            await running.waitingAnswers(1)
            running.publish(try .plain(3, pacing: Self.once), unit: 1)
            #expect(try await client.receive() == frame([3, 2, 0, 3], transaction: 4))
        }
    }

    @Test("A client that hangs up while its answer waits is gone at once")
    func hangUp() async throws {
        try await RunningServer.with([1: .plain(1, pacing: Self.paced)]) { running in
            let client = try running.client()
            try await client.send(frame(read(3, 0, 1)) + frame(read(3, 0, 1)))
            await running.waitingAnswers(1)
            client.hangUp()
            await running.disconnection(.byClient)
            await running.waitingAnswers(0)
            #expect(running.server.statistics.openConnections == 0)
        }
    }

    @Test("Who waits is not idle: others are evicted before it")
    func notIdle() async throws {
        var limits = ConnectionLimits.forTests
        limits.connections = 2
        try await RunningServer.with([1: .plain(1, pacing: Self.paced), 2: .plain(9)], limits: limits) { running in
            let client = try running.client()
            try await client.send(frame(read(3, 0, 1)))
            await running.waitingAnswers(1)
            let idle = try running.client()
            _ = try await idle.ask(read(3, 0, 1), unit: 2)
            running.clock.advance(by: .seconds(11))
            #expect(try await running.client().ask(read(3, 0, 1), unit: 2) == [3, 2, 0, 9])
            #expect(try await idle.isClosedByServer())
            running.publish(try .plain(2, pacing: Self.paced), unit: 1)
            #expect(Array(try await client.receive().dropFirst(7)) == [3, 2, 0, 2])
        }
    }

    @Test("Five hundred answers wait, without a turn of the loop for nothing, and go out with one snapshot")
    func many() async throws {
        var limits = ConnectionLimits()
        limits.tick = .seconds(1)
        try await RunningServer.with([1: .plain(1, pacing: Self.paced)], limits: limits) { running in
            let clients = try (0..<500).map { _ in try running.client() }
            for client in clients { try await client.send(frame(read(3, 0, 1))) }
            await running.waitingAnswers(500)
            let turns = running.server.statistics.turns
            running.publish(try .plain(2, pacing: Self.paced), unit: 1)
            for client in clients { #expect(Array(try await client.receive().dropFirst(7)) == [3, 2, 0, 2]) }
            // One for the doorbell, and what the ticks of a busy machine make of it.
            #expect(running.server.statistics.turns - turns < 20)
        }
    }

    @Test("A unit that is withdrawn while an answer waits gets exception 11")
    func withdrawn() async throws {
        try await RunningServer.with([1: .plain(1, pacing: Self.paced)]) { running in
            let client = try running.client()
            try await client.send(frame(read(3, 0, 1)))
            await running.waitingAnswers(1)
            running.withdraw(unit: 1)
            #expect(Array(try await client.receive().dropFirst(7)) == [0x83, 11])
        }
    }

    @Test("RTU over TCP waits likewise, and a client that has asked on gets only the answer to what it asked last")
    func rtu() async throws {
        let listener = Listener.rtuOverTCP(ListenAddress(host: "127.0.0.1", port: 0))
        try await RunningServer.with([1: .plain(1, pacing: Self.paced), 2: .plain(9)], on: listener) { running in
            let client = try running.client()
            try await client.send(rtuFrame(read(3, 0, 1), unit: 1))
            await running.waitingAnswers(1)
            running.publish(try .plain(2, pacing: Self.paced), unit: 1)
            #expect(try await client.receive(exactly: 7) == rtuFrame([3, 2, 0, 2], unit: 1))

            try await client.send(rtuFrame(read(3, 0, 1), unit: 1))
            await running.waitingAnswers(1)
            try await client.send(rtuFrame(read(3, 0, 1), unit: 2))
            running.publish(try .plain(3, pacing: Self.paced), unit: 1)
            #expect(try await client.receive(exactly: 7) == rtuFrame([3, 2, 0, 9], unit: 2))
        }
    }
}
