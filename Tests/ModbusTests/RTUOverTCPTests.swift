// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("RTU frames in a TCP stream", .timeLimit(.minutes(1)))
struct RTUOverTCPTests {
    private static let listener = Listener.rtuOverTCP(ListenAddress(host: "127.0.0.1", port: 0))

    @Test("Reads, exceptions, writes and identification are answered in RTU frames")
    func answers() async throws {
        try await RunningServer.with([1: .varied()], on: Self.listener) { running in
            let client = try running.client()
            let text = "Carlo Gavazzi EM24DINAV23XE1X 1.8.3"
            for (request, answer) in [
                (read(3, 8, 3), [3, 6] + bytes(1008) + bytes(1009) + bytes(1010)),
                (read(4, 2, 1), [4, 2] + bytes(1002)),
                (read(1, 0, 20), [1, 3, 0xAA, 0xAA, 0x0A]),
                (read(2, 0, 2000), [2, 250] + .init(repeating: 0xAA, count: 250)),
                (read(3, 65411, 125), [3, 250] + (1100..<1225).flatMap { bytes(UInt16($0)) }),
                (read(3, 0, 126), [0x83, 3]),
                (read(3, 22, 1), [0x83, 2]), ([99], [0xE3, 1]), ([0], [0x80, 1]), (read(5, 0, 0xFF00), [0x85, 1]),
                ([6, 0xA0, 0, 0, 7], [6, 0xA0, 0, 0, 7]), ([6, 0xA0, 0, 0, 1], [0x86, 3]),
                ([16, 0xA0, 0, 0, 2, 4, 0, 7, 0, 1], [16, 0xA0, 0, 0, 2]),
                ([17], [17, UInt8(text.utf8.count + 1)] + Array(text.utf8) + [0xFF]),
                ([43, 14, 4, 2], [43, 14, 4, 0x81, 0, 0, 1, 2, 5] + Array("1.8.3".utf8)), ([43, 14, 4, 9], [0xAB, 2]),
            ] as [([UInt8], [UInt8])] {
                try await client.send(rtuFrame(request))
                #expect(try await client.receive(exactly: answer.count + 3) == rtuFrame(answer))
            }
        }
    }

    @Test("Other units, all units, exceptions and damaged frames get silence, and the stream stays in step")
    func silent() async throws {
        try await RunningServer.with([7: .plain(42)], on: Self.listener) { running in
            let client = try running.client()
            let unanswered = [
                rtuFrame(read(3, 0, 1), unit: 8), rtuFrame(read(3, 0, 1), unit: 0), rtuFrame(read(3, 0, 1), unit: 255),
                rtuFrame([0x83, 2], unit: 7), damaged(rtuFrame(read(3, 0, 1), unit: 7)), [0xFF, 0, 0xFF],
            ]
            for frame in unanswered {
                try await client.send(frame)
                try await client.send(rtuFrame(read(3, 0, 1), unit: 7))
                #expect(try await client.receive(exactly: 7) == rtuFrame([3, 2, 0, 42], unit: 7))
            }
            _ = try await client.ask(rtu: read(3, 0, 0), unit: 7)
            #expect(running.server.statistics.foreignRequests == 3)
            #expect(running.server.statistics.noiseBytes == 11)
        }
    }

    @Test("Glued requests are answered in order, and drips are put together")
    func gluedAndDripped() async throws {
        try await RunningServer.with([1: .varied()], on: Self.listener) { running in
            let client = try running.client()
            try await client.send((0..<10).flatMap { rtuFrame(read(3, $0, 1)) })
            for index in 0..<10 as Range<UInt16> {
                let word = index == 5 ? 1030 : 1000 + index
                #expect(try await client.receive(exactly: 7) == rtuFrame([3, 2] + bytes(word)))
            }
            for byte in rtuFrame(read(3, 1, 1)) { try await client.send([byte]) }
            #expect(try await client.receive(exactly: 7) == rtuFrame([3, 2] + bytes(1001)))
        }
    }

    @Test("A frame that isn't complete in 5 s is dropped, and the connection stays")
    func deadline() async throws {
        try await RunningServer.with([1: .plain(7)], on: Self.listener) { running in
            let client = try running.client()
            _ = try await client.ask(rtu: read(3, 0, 1))
            try await client.send(Array(rtuFrame(read(3, 0, 1)).prefix(5)))
            let neighbour = try running.client()
            for _ in 0..<3 { _ = try await neighbour.ask(rtu: read(3, 0, 1)) }
            running.clock.advance(by: .seconds(5) + .milliseconds(1))
            while running.server.statistics.missedFrameDeadlines == 0 {
                _ = try await neighbour.ask(rtu: read(3, 0, 1))
            }
            #expect(try await client.ask(rtu: [99]) == [0xE3, 1])
        }
    }

    @Test("A client that speaks something else loses its connection")
    func otherProtocol() async throws {
        try await RunningServer.with([1: .plain(7)], on: Self.listener) { running in
            let client = try running.client()
            try await client.send((0..<60).flatMap { _ in frame(read(3, 0, 1)) })
            #expect(try await client.isClosedByServer())
            await running.event {
                guard case .disconnected(_, _, .framing(.noise(let count))) = $0 else { return false }
                return count > RTUFrameBuffer.mostNoise
            }
        }
    }

    @Test("The fail-safe holds: an exception, silence, silence that closes the connection, other words")
    func failSafe() async throws {
        let units: [UInt8: UnitSnapshot] = [
            1: try .varied(.exception(.serverDeviceFailure)), 2: try .varied(.silence(closesConnection: false)),
            3: try .varied(.silence(closesConnection: true)),
            4: try .varied(.replaced(.init(repeating: 0x8000, count: 2320))),
        ]
        try await RunningServer.with(units, on: Self.listener) { running in
            let client = try running.client()
            #expect(try await client.ask(rtu: read(3, 0, 1), unit: 1) == [0x83, 4])
            try await client.send(rtuFrame(read(3, 0, 1), unit: 2))
            #expect(try await client.ask(rtu: read(3, 0, 1), unit: 4) == [3, 2, 0x80, 0])
            #expect(try await client.ask(rtu: read(3, 10, 1), unit: 3) == [3, 2] + bytes(1010), "a constant")
            try await client.send(rtuFrame(read(3, 0, 1), unit: 3))
            #expect(try await client.isClosedByServer())
            await running.disconnection(.meterLost)
        }
    }

    @Test("A client that is gone before its answer doesn't end the process")
    func brokenPipe() async throws {
        try await RunningServer.with([1: .plain(7)], on: Self.listener) { running in
            for _ in 0..<20 {
                let gone = try running.client()
                try await gone.send((0..<60).flatMap { _ in rtuFrame(read(3, 0, 125)) })
            }
            #expect(try await running.client().ask(rtu: read(3, 0, 1)) == [3, 2, 0, 7])
        }
    }
}
