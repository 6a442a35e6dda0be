// SPDX-License-Identifier: Apache-2.0

import Glibc
import Modbus
import Testing

@Suite("Listeners that come and go while the server runs", .timeLimit(.minutes(1)))
struct ServerListenerTests {
    private static let any = Listener.tcp(ListenAddress(host: "127.0.0.1", port: 0))

    private func address(_ port: UInt16) -> Listener { .tcp(ListenAddress(host: "127.0.0.1", port: port)) }

    @Test("While others are opened and closed 50 times, a client that polls gets each of its answers")
    func steady() async throws {
        try await RunningServer.with([1: .plain(7)]) { running in
            let steady = try running.client()
            let polls = Task {
                var answers = 0
                while !Task.isCancelled {
                    guard try await steady.ask(read(3, 0, 1)) == [3, 2, 0, 7] else { return -1 }
                    answers += 1
                }
                return answers
            }
            for round in UInt16(1)...50 {
                let id = try running.server.listen(on: Self.any)
                running.server.publish(try .plain(round), unit: 1, on: id)
                let port = try #require(running.server.port(of: id))
                let client = try ModbusClient(port: port)
                #expect(try await client.ask(read(3, 0, 1)) == [3, 2] + bytes(round))
                await running.server.close(id)
                #expect(try await client.isClosedByServer())
                #expect(throws: ModbusClient.Failure.self) { try ModbusClient(port: port) }
            }
            polls.cancel()
            #expect(try await polls.value > 0)
            #expect(running.server.listeners.count == 1)
            #expect(await running.server.report().consumers.count == 1)
        }
    }

    @Test("A port that was closed can be bound again at once, although its clients are still there")
    func rebind() async throws {
        try await RunningServer.with([1: .plain(7)]) { running in
            var id = try running.server.listen(on: Self.any)
            let port = try #require(running.server.port(of: id))
            for round in UInt16(1)...50 {
                running.server.publish(try .plain(round), unit: 1, on: id)
                let client = try ModbusClient(port: port)
                #expect(try await client.ask(read(3, 0, 1)) == [3, 2] + bytes(round))
                await running.server.close(id)
                id = try running.server.listen(on: address(port))
                #expect(try await client.isClosedByServer())
            }
        }
    }

    @Test("Listeners may come and go before the server runs; what is published for a closed one reaches no other")
    func beforeRun() async throws {
        let server = try ModbusServer()
        for round in UInt16(1)...50 {
            let id = try server.listen(on: Self.any)
            server.publish(try .plain(round), unit: 1, on: id)
            await server.close(id)
            #expect(server.port(of: id) == nil)
        }
        let gone = try server.listen(on: Self.any)
        server.publish(try .plain(51), unit: 1, on: gone)
        await server.close(gone)
        let id = try server.listen(on: Self.any)
        server.publish(try .plain(52), unit: 2, on: id)
        server.publish(try .plain(53), unit: 1, on: gone)
        let client = try ModbusClient(port: server.port)
        let run = Task { try await server.run() }

        #expect(try await client.ask(read(3, 0, 1), unit: 1) == [0x83, 11])
        #expect(try await client.ask(read(3, 0, 1), unit: 2) == [3, 2, 0, 52])

        server.stop()
        try await run.value
        #expect(throws: ServerError.alreadyRun) { try server.listen(on: Self.any) }
    }

    @Test("A port that is taken is refused at once, and what is served goes on")
    func taken() async throws {
        try await RunningServer.with([1: .plain(7)]) { running in
            let address = try #require(running.server.listeners[0].listener.address)
            #expect(throws: ServerError.cannotListen(address, errno: EADDRINUSE)) {
                try running.server.listen(on: .tcp(address))
            }
            #expect(try await running.client().ask(read(3, 0, 1)) == [3, 2, 0, 7])
            #expect(running.server.listeners.count == 1)
        }
    }

    @Test("Closing a listener twice does nothing, also to the one that came after it")
    func closedTwice() async throws {
        try await RunningServer.with([1: .plain(7)]) { running in
            let first = try running.server.listen(on: Self.any)
            await running.server.close(first)
            let second = try running.server.listen(on: Self.any)
            running.server.publish(try .plain(8), unit: 1, on: second)
            await running.server.close(first)
            let client = try ModbusClient(port: try #require(running.server.port(of: second)))
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 8])
        }
    }

    @Test("A serial line comes and goes 20 times, its port is free at once, and what it has done stays counted")
    func serialLine() async throws {
        let master = try SerialMaster()
        try await RunningServer.with([1: .plain(7)]) { running in
            let steady = try running.client()
            for round in UInt16(1)...20 {
                // Another speed, so that it is another line on the same port.
                let line = SerialLine(path: master.path, speed: round.isMultiple(of: 2) ? 19200 : 115200)
                let id = try running.server.listen(on: .serial(line))
                running.server.publish(try .plain(round), unit: 1, on: id)
                #expect(await master.ask(read(3, 0, 1)) == [3, 2] + bytes(round))
                #expect(throws: ServerError.cannotServe(line, .inUse(path: master.path))) {
                    try running.server.listen(on: .serial(line))
                }
                await running.server.close(id)
                #expect(try await steady.ask(read(3, 0, 1)) == [3, 2, 0, 7])
            }
            #expect(running.server.statistics.requests >= 39)
            #expect(running.server.listeners.count == 1)
        }
        // Nobody holds the port any more.
        _ = try ModbusServer(listeningOn: [.serial(SerialLine(path: master.path))])
    }

    @Test("A serial line that is closed before the server runs leaves its port free")
    func serialLineBeforeRun() async throws {
        let master = try SerialMaster()
        let line = Listener.serial(SerialLine(path: master.path))
        let server = try ModbusServer()
        await server.close(try server.listen(on: line))
        let id = try server.listen(on: line)
        server.publish(try .plain(9), unit: 1, on: id)
        let run = Task { try await server.run() }
        #expect(await master.ask(read(3, 0, 1)) == [3, 2, 0, 9])
        server.stop()
        try await run.value
    }

    @Test(
        "A listener's own list of addresses goes before the common one, and clients that it leaves out lose their connection"
    )
    func allowList() async throws {
        var limits = ConnectionLimits.forTests
        limits.allowed = [try AddressRange("127.0.0.2")]
        try await RunningServer.with([1: .plain(7)], limits: limits) { running in
            let own = try running.server.listen(on: Self.any, allowing: [try AddressRange("127.0.0.3")])
            running.server.publish(try .plain(8), unit: 1, on: own)
            let port = try #require(running.server.port(of: own))
            let common = try running.client(from: 2)
            let client = try ModbusClient(port: port, from: 3)
            let local = try ModbusClient(port: port)
            #expect(try await running.client(from: 3).isClosedByServer())
            #expect(try await ModbusClient(port: port, from: 2).isClosedByServer())
            #expect(try await common.ask(read(3, 0, 1)) == [3, 2, 0, 7])
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 8])

            running.server.allow([try AddressRange("127.0.0.4")], on: own)
            #expect(try await client.isClosedByServer())
            #expect(try await ModbusClient(port: port, from: 4).ask(read(3, 0, 1)) == [3, 2, 0, 8])
            #expect(try await local.ask(read(3, 0, 1)) == [3, 2, 0, 8])
            #expect(try await common.ask(read(3, 0, 1)) == [3, 2, 0, 7])

            running.server.allow(nil, on: own)
            #expect(try await ModbusClient(port: port, from: 4).isClosedByServer())
            #expect(try await ModbusClient(port: port, from: 2).ask(read(3, 0, 1)) == [3, 2, 0, 8])
            await running.disconnection(.forbidden)
        }
    }

    @Test("New limits hold while the server runs: who may not connect any more is closed, and fewer are let in")
    func limits() async throws {
        try await RunningServer.with([1: .plain(7)]) { running in
            let clients = try [2, 3, 4].map { try running.client(from: $0) }
            for client in clients { _ = try await client.ask(read(3, 0, 1)) }
            var limits = running.server.limits
            limits.allowed = [try AddressRange("127.0.0.2/31")]
            limits.connections = 1
            running.server.limits = limits
            #expect(try await clients[2].isClosedByServer())
            #expect(try await running.client(from: 2).isClosedByServer())
            for client in clients.prefix(2) { #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 7]) }

            // Once they are idle, all but one make room for the next.
            running.clock.advance(by: .seconds(11))
            #expect(try await running.client(from: 2).ask(read(3, 0, 1)) == [3, 2, 0, 7])
            for client in clients.prefix(2) { #expect(try await client.isClosedByServer()) }
        }
    }

    @Test("A shorter deadline holds for a frame that has begun before")
    func deadline() async throws {
        try await RunningServer.with([1: .plain(7)]) { running in
            let slow = try running.client()
            try await slow.send(frame(read(3, 0, 1)) + [0, 1, 0])
            _ = try await slow.receive()
            running.clock.advance(by: .seconds(2))
            var limits = running.server.limits
            limits.frameDeadline = .seconds(1)
            running.server.limits = limits
            #expect(try await slow.isClosedByServer())
            await running.disconnection(.frameDeadline)
        }
    }
}
