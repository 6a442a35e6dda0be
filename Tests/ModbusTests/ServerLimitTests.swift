// SPDX-License-Identifier: Apache-2.0

import Glibc
import Modbus
import Testing

@Suite("Limits and deadlines", .timeLimit(.minutes(1)))
struct ServerLimitTests {
    private static func limits(connections: Int) -> ConnectionLimits {
        var limits = ConnectionLimits.forTests
        limits.connections = connections
        return limits
    }

    @Test("Above the limit a new connection is closed at once while none is idle")
    func refused() async throws {
        try await RunningServer.with([1: .plain()], limits: Self.limits(connections: 3)) { running in
            let clients = try (0..<3).map { _ in try running.client() }
            for client in clients { #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 7]) }
            running.clock.advance(by: .seconds(10))
            #expect(try await running.client().isClosedByServer())
            for client in clients { #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 7]) }
            _ = try await clients[0].ask(read(3, 0, 1))
            #expect(running.server.statistics.refusedConnections == 1)
            #expect(running.server.statistics.openConnections == 3)
        }
    }

    @Test("Above the limit the connection that was idle longest makes room")
    func evicted() async throws {
        try await RunningServer.with([1: .plain()], limits: Self.limits(connections: 3)) { running in
            let clients = try (0..<3).map { _ in try running.client() }
            for client in clients { _ = try await client.ask(read(3, 0, 1)) }
            running.clock.advance(by: .seconds(6))
            _ = try await clients[0].ask(read(3, 0, 1))
            _ = try await clients[2].ask(read(3, 0, 1))
            running.clock.advance(by: .seconds(6))
            let newcomer = try running.client()
            #expect(try await newcomer.ask(read(3, 0, 1)) == [3, 2, 0, 7])
            #expect(try await clients[1].isClosedByServer())
            #expect(try await clients[0].ask(read(3, 0, 1)) == [3, 2, 0, 7])
            #expect(try await clients[2].ask(read(3, 0, 1)) == [3, 2, 0, 7])
        }
    }

    @Test("A range of addresses lets its own in, and 127.0.0.1 always; others are closed unread and counted")
    func allowed() async throws {
        var limits = ConnectionLimits.forTests
        limits.allowed = [try AddressRange("127.0.0.8/30"), try AddressRange("fd00::/8")]
        try await RunningServer.with([1: .plain()], limits: limits) { running in
            for source: UInt32 in [1, 8, 11] {
                #expect(try await running.client(from: source).ask(read(3, 0, 1)) == [3, 2, 0, 7])
            }
            for source: UInt32 in [2, 7, 12] {
                #expect(try await running.client(from: source).isClosedByServer())
            }
            _ = try await running.client().ask(read(3, 0, 1))
            #expect(running.server.statistics.count(of: .notAllowed) == 3)
            #expect(running.server.statistics.refusedConnections == 3)
        }
    }

    @Test("On a listener for IPv4 and IPv6, clients that come by IPv4 count as such")
    func mapped() async throws {
        var limits = ConnectionLimits.forTests
        limits.allowed = [try AddressRange("127.0.0.2")]
        let both = Listener.tcp(ListenAddress(host: "::", port: 0))
        try await RunningServer.with([1: .plain()], on: both, limits: limits) { running in
            #expect(try await running.client(from: 2).ask(read(3, 0, 1)) == [3, 2, 0, 7])
            #expect(try await running.client(from: 3).isClosedByServer())
            let neighbour = try ModbusClient(port: running.port, overIPv6: true)
            #expect(try await neighbour.ask(read(3, 0, 1)) == [3, 2, 0, 7])
        }
    }

    @Test("Above the limit of its address a new connection is closed, and other addresses don't notice")
    func addressLimit() async throws {
        var limits = Self.limits(connections: 10)
        limits.connectionsPerAddress = 2
        try await RunningServer.with([1: .plain()], limits: limits) { running in
            let clients = try (0..<2).map { _ in try running.client(from: 2) }
            for client in clients { _ = try await client.ask(read(3, 0, 1)) }
            #expect(try await running.client(from: 2).isClosedByServer())
            let other = try running.client(from: 3)
            #expect(try await other.ask(read(3, 0, 1)) == [3, 2, 0, 7])

            // Once its own are idle, the longest idle of them makes room, and no other.
            running.clock.advance(by: .seconds(11))
            _ = try await clients[0].ask(read(3, 0, 1))
            let newcomer = try running.client(from: 2)
            #expect(try await newcomer.ask(read(3, 0, 1)) == [3, 2, 0, 7])
            #expect(try await clients[1].isClosedByServer())
            #expect(try await other.ask(read(3, 0, 1)) == [3, 2, 0, 7])
            #expect(try await clients[0].ask(read(3, 0, 1)) == [3, 2, 0, 7])
            #expect(running.server.statistics.count(of: .addressLimit) == 1)
            #expect(running.server.statistics.evictions == 1)
        }
    }

    @Test("A closed connection of an address makes room for another of it")
    func roomAtAddress() async throws {
        var limits = ConnectionLimits.forTests
        limits.connectionsPerAddress = 1
        try await RunningServer.with([1: .plain()], limits: limits) { running in
            do {
                let first = try running.client()
                _ = try await first.ask(read(3, 0, 1))
            }
            await running.disconnection(.byClient)
            #expect(try await running.client().ask(read(3, 0, 1)) == [3, 2, 0, 7])
        }
    }

    @Test("The system looks after peers that vanish: a keep-alive timer of 60 s runs on each connection")
    func keepAlive() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let client = try running.client()
            _ = try await client.ask(read(3, 0, 1))
            // proc_net_tcp(5): "sl local remote st tx:rx tr:when …"; the server's end is established (01) and its timer (tr) is
            // that of keep-alive (02), in hundredths of a second.
            let port = String(running.port, radix: 16, uppercase: true)
            let suffix = ":" + String(repeating: "0", count: 4 - port.count) + port
            let fields = try ModbusClient.lines(of: "/proc/net/tcp").map { $0.split(separator: " ").map(String.init) }
            let own = try #require(fields.first { $0.count > 5 && $0[1].hasSuffix(suffix) && $0[3] == "01" })
            let timer = own[5].split(separator: ":").compactMap { Int($0, radix: 16) }
            #expect(timer.first == 2)
            #expect((1...6100).contains(timer.last ?? 0))
        }
    }

    @Test("A closed connection makes room for a new one")
    func roomAfterClose() async throws {
        try await RunningServer.with([1: .plain()], limits: Self.limits(connections: 1)) { running in
            do {
                let first = try running.client()
                _ = try await first.ask(read(3, 0, 1))
            }
            await running.disconnection(.byClient)
            #expect(try await running.client().ask(read(3, 0, 1)) == [3, 2, 0, 7])
        }
    }

    @Test("A frame that is not complete within 5 s closes its connection, an idle connection stays")
    func frameDeadline() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let idle = try running.client()
            let slow = try running.client()
            _ = try await idle.ask(read(3, 0, 1))
            try await slow.send(frame(read(3, 0, 1)) + [0, 1, 0])
            _ = try await slow.receive()
            running.clock.advance(by: .seconds(5) + .milliseconds(1))
            #expect(try await slow.isClosedByServer())
            await running.disconnection(.frameDeadline)
            running.clock.advance(by: .seconds(86_400))
            #expect(try await idle.ask(read(3, 0, 1)) == [3, 2, 0, 7])
        }
    }

    @Test("Bytes that drip in don't lengthen the deadline of their frame")
    func drippingFrame() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let slow = try running.client()
            let neighbour = try running.client()
            for byte in frame(read(3, 0, 1)).prefix(4) {
                try await slow.send([byte])
                // Round trips of a neighbour: the server has turned since.
                for _ in 0..<3 { _ = try await neighbour.ask(read(3, 0, 1)) }
                running.clock.advance(by: .seconds(2))
            }
            #expect(try await slow.isClosedByServer())
        }
    }

    @Test("Statistics count requests, exceptions and silences")
    func statistics() async throws {
        try await RunningServer.with([1: .plain(), 2: .varied(.silence(closesConnection: false))]) { running in
            let client = try running.client()
            for _ in 0..<3 { _ = try await client.ask(read(3, 0, 1)) }
            for _ in 0..<2 { _ = try await client.ask(read(3, 0, 0)) }
            _ = try await client.ask([99])
            try await client.send(frame(read(3, 0, 1), unit: 2))
            _ = try await client.ask(read(3, 0, 1))
            // The statistics of a turn are there before the next one answers.
            _ = try await client.ask(read(3, 0, 1))
            let statistics = running.server.statistics
            #expect(statistics.requests >= 8)
            #expect(statistics.silences == 1)
            #expect(statistics.count(of: .illegalDataValue) == 2)
            #expect(statistics.count(of: .illegalFunction) == 1)
            #expect(statistics.exceptions == 3)
            #expect(statistics.openConnections == 1)
            #expect(statistics.acceptedConnections == 1)
            #expect(statistics.turns > 0)
        }
    }
}
