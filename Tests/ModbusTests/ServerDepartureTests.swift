// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("Connections that the server ends over what their clients sent", .timeLimit(.minutes(1)))
struct ServerDepartureTests {
    /// Behind it nothing says where the next frame begins; more than the server receives at once.
    private static let garbage = [UInt8](repeating: 0xFF, count: 4000)

    @Test("Answers to what was asked before a bad header reach a client that reads late and goes on sending")
    func answersBefore() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let client = try ModbusClient(port: running.port, receiveBuffer: 4096)
            try await client.send(Array(repeatElement(frame(read(3, 0, 125)), count: 60).joined()) + Self.garbage)
            await running.disconnection(.framing(.protocolIdentifier(0xFFFF)))
            try await client.send(Self.garbage)
            let answer = frame([3, 250] + repeatElement(bytes(7), count: 125).joined())
            #expect(try await client.receiveToTheEnd() == Array(repeatElement(answer, count: 60).joined()))
        }
    }

    @Test("So do answers to what was asked before a stream that holds no RTU frame")
    func answersBeforeNoise() async throws {
        try await RunningServer.with(
            [1: .plain()],
            on: .rtuOverTCP(ListenAddress(host: "127.0.0.1", port: 0))
        ) { running in
            let client = try ModbusClient(port: running.port, receiveBuffer: 4096)
            try await client.send(Array(repeatElement(rtuFrame(read(3, 0, 125)), count: 60).joined()) + Self.garbage)
            let answer = rtuFrame([3, 250] + repeatElement(bytes(7), count: 125).joined())
            #expect(try await client.receiveToTheEnd() == Array(repeatElement(answer, count: 60).joined()))
        }
    }

    @Test("Answers before one that the fail-safe withholds with the connection reach the client")
    func answersBeforeSilence() async throws {
        let silent = try UnitSnapshot.plain(stages: [Stage(begins: start, answer: .silence(closesConnection: true))])
        try await RunningServer.with([1: .plain(), 2: silent]) { running in
            let client = try running.client()
            let requests = repeatElement(frame(read(3, 0, 1)), count: 20).joined()
            try await client.send(requests + frame(read(3, 0, 1), unit: 2) + requests + requests)
            let answer = frame([3, 2, 0, 7])
            #expect(try await client.receiveToTheEnd() == Array(repeatElement(answer, count: 20).joined()))
            await running.disconnection(.meterLost)
        }
    }

    @Test("A client that doesn't stop sending is cut off")
    func endless() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let client = try running.client()
            let neighbour = try running.client()
            #expect(try await client.flood(Self.garbage, limit: 10_000))
            #expect(try await neighbour.ask(read(3, 0, 1)) == [3, 2, 0, 7])
        }
    }

    @Test("A client that doesn't end its side is cut off after 2 seconds")
    func lingering() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let client = try running.client()
            try await client.send(Self.garbage)
            #expect(try await client.receiveToTheEnd().isEmpty)
            running.clock.advance(by: .seconds(1))
            #expect(try await !client.flood([0], limit: 20))
            running.clock.advance(by: .seconds(1))
            #expect(try await client.flood([0], limit: 50_000))
        }
    }

    @Test("When a seventeenth goes, the first of them is cut off")
    func many() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let clients = try (0..<17).map { _ in try running.client() }
            for client in clients {
                try await client.send(Self.garbage)
                #expect(try await client.receiveToTheEnd().isEmpty)
            }
            #expect(try await clients[0].flood([0], limit: 50_000))
            #expect(try await !clients[1].flood([0], limit: 20))
        }
    }
}
