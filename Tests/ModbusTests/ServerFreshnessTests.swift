// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("Fail-safe on the wire", .timeLimit(.minutes(1)))
struct ServerFreshnessTests {
    private static func stages(_ stale: LiveAnswer, lost: LiveAnswer) -> [Stage] {
        [
            Stage(begins: start, answer: .served),
            Stage(begins: start + .seconds(10), answer: stale),
            Stage(begins: start + .seconds(20), answer: lost),
        ]
    }

    @Test("A snapshot changes over to its exception by itself, and back with a new snapshot")
    func exception() async throws {
        let failing = LiveAnswer.exception(.serverDeviceFailure)
        try await RunningServer.with([1: .plain(stages: Self.stages(failing, lost: failing))]) { running in
            let client = try running.client()
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 7])
            running.clock.advance(by: .seconds(10))
            #expect(try await client.ask(read(3, 0, 1)) == [0x83, 4])
            let fresh = [Stage(begins: start + .seconds(10), answer: .served)]
            running.publish(try .plain(8, stages: fresh), unit: 1)
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 8])
        }
    }

    @Test("A snapshot whose last stage began in the past is never served")
    func longLost() async throws {
        let stages = [
            Stage(begins: start - .seconds(60), answer: .served),
            Stage(begins: start - .seconds(30), answer: .exception(.gatewayTargetFailedToRespond)),
        ]
        try await RunningServer.with([1: .plain(stages: stages)]) { running in
            let client = try running.client()
            #expect(try await client.ask(read(3, 0, 1)) == [0x83, 11])
        }
    }

    @Test("A replaced image is served word for word")
    func replaced() async throws {
        let space = try AddressSpace.varied()
        let replacement = [UInt16](repeating: 0x7FC0, count: space.wordCount)
        try await RunningServer.with([1: .varied(.replaced(replacement))]) { running in
            let client = try running.client()
            #expect(try await client.ask(read(3, 9, 2)) == [3, 4, 0x7F, 0xC0, 0x7F, 0xC0])
            #expect(try await client.ask(read(3, 10, 1)) == [3, 2] + bytes(1010))
        }
    }

    @Test("Silence leaves live reads unanswered and answers the next constant one")
    func silence() async throws {
        try await RunningServer.with([1: .varied(.silence(closesConnection: false))]) { running in
            let client = try running.client()
            try await client.send(frame(read(3, 0, 1), transaction: 1) + frame(read(3, 10, 1), transaction: 2))
            #expect(try await client.receive() == [0, 2, 0, 0, 0, 5, 1, 3, 2] + bytes(1010))
        }
    }

    @Test("A lost meter closes the connection of who asks for it")
    func closedWhenAsked() async throws {
        try await RunningServer.with([1: .varied(.silence(closesConnection: true))]) { running in
            let client = try running.client()
            #expect(try await client.ask(read(3, 10, 1)) == [3, 2] + bytes(1010))
            try await client.send(frame(read(3, 0, 1)))
            #expect(try await client.isClosedByServer())
            await running.disconnection(.meterLost)
        }
    }

    @Test("A client that met silence is disconnected when the meter becomes lost, without asking again")
    func closedWhenLost() async throws {
        let stages = Self.stages(.silence(closesConnection: false), lost: .silence(closesConnection: true))
        try await RunningServer.with([1: .plain(stages: stages)]) { running in
            let client = try running.client()
            let other = try running.client()
            #expect(try await other.ask(read(3, 0, 1)) == [3, 2, 0, 7])
            running.clock.advance(by: .seconds(10))
            try await client.send(frame(read(3, 0, 1)) + frame([17]))
            #expect(try await client.receive()[7] == 17)
            running.clock.advance(by: .seconds(10))
            #expect(try await client.isClosedByServer())
            #expect(try await other.ask([17]).first == 17, "who met no silence stays connected")
        }
    }

    @Test("A client that met silence stays connected when the meter comes back")
    func staysWhenRecovered() async throws {
        let stages = Self.stages(.silence(closesConnection: false), lost: .silence(closesConnection: true))
        try await RunningServer.with([1: .plain(stages: stages)]) { running in
            let client = try running.client()
            running.clock.advance(by: .seconds(10))
            try await client.send(frame(read(3, 0, 1)) + frame([17]))
            _ = try await client.receive()
            running.publish(try .plain(9), unit: 1)
            running.clock.advance(by: .seconds(10))
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 9])
        }
    }
}
