// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("What hostile and broken clients send", .timeLimit(.minutes(1)))
struct ServerHazardTests {
    @Test(
        "A header that cannot be one closes the connection, and only that one",
        arguments: [
            ([0, 1, 0, 0, 0, 0, 1, 3], .length(0)), ([0, 1, 0, 0, 0, 1, 1, 3], .length(1)),
            ([0, 1, 0, 0, 0, 255, 1, 3], .length(255)), ([0, 1, 0, 0, 0xFF, 0xFF, 1, 3], .length(65535)),
            ([0, 1, 0, 1, 0, 6, 1, 3], .protocolIdentifier(1)),
            (Array("GET / HTTP/1.1\r\n\r\n".utf8), .protocolIdentifier(0x5420)),
        ] as [([UInt8], FramingViolation)]
    )
    func badHeader(bytes: [UInt8], violation: FramingViolation) async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let neighbour = try running.client()
            let client = try running.client()
            try await client.send(bytes)
            #expect(try await client.isClosedByServer())
            await running.disconnection(.framing(violation))
            #expect(try await neighbour.ask(read(3, 0, 1)) == [3, 2, 0, 7])
        }
    }

    @Test("A client that sends one byte and waits doesn't hold up 200 others")
    func oneByte() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let slow = try running.client()
            let request = frame(read(3, 0, 1))
            try await slow.send([request[0]])
            let others = try (0..<200).map { _ in try running.client() }
            let began = ContinuousClock.now
            for client in others { #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 7]) }
            // Held up for half a second by each, as libmodbus would be, they would take a hundred.
            #expect(ContinuousClock.now - began < .seconds(50))
            try await slow.send(Array(request.dropFirst()))
            #expect(try await slow.receive().dropFirst(7) == [3, 2, 0, 7])
        }
    }

    @Test("A request that comes byte by byte is answered")
    func byteByByte() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let client = try running.client()
            for byte in frame(read(3, 0, 1)) { try await client.send([byte]) }
            #expect(try await client.receive().dropFirst(7) == [3, 2, 0, 7])
        }
    }

    @Test("Requests in one segment are answered in order, bad ones among them", arguments: [5, 100])
    func pipelined(count: Int) async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let client = try running.client()
            let requests = (0..<count).map { index in
                frame(index % 5 == 2 ? read(3, 0, 126) : read(3, 0, 1), transaction: UInt16(index))
            }
            try await client.send(Array(requests.joined()))
            for index in 0..<count {
                let answer = try await client.receive()
                #expect(Array(answer.prefix(2)) == bytes(UInt16(index)))
                #expect(answer.dropFirst(7) == (index % 5 == 2 ? [0x83, 3] : [3, 2, 0, 7]))
            }
        }
    }

    @Test("A request with a surplus byte gets exception 3 and leaves the stream in step")
    func surplusByte() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let client = try running.client()
            try await client.send(frame(read(3, 0, 1) + [0]) + frame(read(3, 0, 1), transaction: 0xEE00))
            #expect(try await client.receive().dropFirst(7) == [0x83, 3])
            #expect(try await client.receive() == [0xEE, 0, 0, 0, 0, 5, 1, 3, 2, 0, 7])
        }
    }

    @Test("Exceptions come at once: libmodbus would sleep half a second over each of these")
    func quickExceptions() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let client = try running.client()
            let began = ContinuousClock.now
            for index in 0..<40 {
                let request = [read(3, 0, 0), read(3, 0, 126), read(4, 0, 2000), [99], [43, 1], [20]][index % 6]
                #expect(try await client.ask(request).count == 2)
            }
            // Asleep for half of them already, it would take ten.
            #expect(ContinuousClock.now - began < .seconds(10))
        }
    }

    @Test("A client that never reads its answers is dropped, and its neighbour is served")
    func neverReading() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let neighbour = try running.client()
            let flooder = try ModbusClient(port: running.port, receiveBuffer: 4096)
            async let isClosed = flooder.flood(frame(read(3, 0, 125)), limit: 1_000_000)
            for _ in 0..<100 { #expect(try await neighbour.ask(read(3, 0, 1)) == [3, 2, 0, 7]) }
            #expect(try await isClosed)
            await running.disconnection(.answersUnread)
            #expect(try await neighbour.ask(read(3, 0, 1)) == [3, 2, 0, 7])
        }
    }

    @Test("Whatever bytes come, the server goes on")
    func randomBytes() async throws {
        try await RunningServer.with([1: .varied()]) { running in
            var generator = SeededGenerator(state: 43)
            for _ in 0..<300 {
                let client = try running.client()
                var sent: [UInt8] = []
                for _ in 0..<Int.random(in: 1...20, using: &generator) {
                    let length = Int.random(in: 1...253, using: &generator)
                    var request = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
                    if Bool.random(using: &generator) { request[0] = UInt8.random(in: 0...45, using: &generator) }
                    sent += frame(request, unit: UInt8.random(in: 0...2, using: &generator))
                    if Int.random(in: 0..<40, using: &generator) == 0 { sent.removeLast() }
                }
                try await client.send(sent)
            }
            #expect(try await running.client().ask(read(3, 0, 1)) == [3, 2] + bytes(1000))
        }
    }
}
