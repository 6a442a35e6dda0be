// SPDX-License-Identifier: Apache-2.0

import Glibc
import Modbus
import Testing

@Suite("Starting and stopping", .timeLimit(.minutes(1)))
struct ServerLifecycleTests {
    @Test("Stopping closes all connections, and the port can be bound again at once", arguments: 1...3)
    func rebind(round: Int) async throws {
        let any = Listener.tcp(ListenAddress(host: "127.0.0.1", port: 0))
        let first = try ModbusServer(listeningOn: [any])
        first.publish(try .plain(1), unit: 1, on: first.listeners[0].id)
        let run = Task { try await first.run() }
        let clients = try (0..<50).map { _ in try ModbusClient(port: first.port) }
        for client in clients { #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 1]) }
        first.stop()
        try await run.value
        for client in clients { #expect(try await client.isClosedByServer()) }
        #expect(first.statistics.openConnections == 0)

        try await RunningServer.with([1: .plain(2)], on: first.listeners[0].listener) { running in
            let client = try running.client()
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 2])
        }
    }

    @Test("A taken port is refused, and the sentence names it")
    func taken() throws {
        let server = try ModbusServer(listeningOn: [.tcp(ListenAddress(host: "127.0.0.1", port: 0))])
        let address = try #require(server.listeners[0].listener.address)
        #expect(address.port > 0)
        #expect(throws: ServerError.cannotListen(address, errno: EADDRINUSE)) {
            try ModbusServer(listeningOn: [.tcp(address)])
        }
    }

    @Test("An address of another machine is refused")
    func foreignAddress() {
        let address = ListenAddress(host: "192.0.2.1", port: 0)
        #expect(throws: ServerError.cannotListen(address, errno: EADDRNOTAVAIL)) {
            try ModbusServer(listeningOn: [.tcp(address)])
        }
    }

    @Test("A name that is none is refused")
    func unknownName() {
        let address = ListenAddress(host: "no such host", port: 0)
        #expect(throws: ServerError.cannotListen(address, errno: ECONNREFUSED)) {
            try ModbusServer(listeningOn: [.tcp(address)])
        }
    }

    @Test("Cancelling the task stops the server")
    func cancelled() async throws {
        let server = try ModbusServer(listeningOn: [.tcp(ListenAddress(host: "127.0.0.1", port: 0))])
        let run = Task { try await server.run() }
        run.cancel()
        try await run.value
    }

    @Test("A stop that comes before the run ends it at once, and a second run is refused")
    func secondRun() async throws {
        let server = try ModbusServer(listeningOn: [.tcp(ListenAddress(host: "127.0.0.1", port: 0))])
        server.stop()
        try await server.run()
        await #expect(throws: ServerError.alreadyRun) { try await server.run() }
    }

    @Test("Each listener has its own units")
    func severalListeners() async throws {
        let any = Listener.tcp(ListenAddress(host: "127.0.0.1", port: 0))
        let server = try ModbusServer(listeningOn: [any, any])
        server.publish(try .plain(1), unit: 1, on: server.listeners[0].id)
        server.publish(try .plain(2), unit: 1, on: server.listeners[1].id)
        let run = Task { try await server.run() }
        for (index, open) in server.listeners.enumerated() {
            let client = try ModbusClient(port: open.listener.address?.port ?? 0)
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, UInt8(index + 1)])
        }
        server.stop()
        try await run.value
    }
}
