// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("What a server tells of its work", .timeLimit(.minutes(1)))
struct ServerReportTests {
    @Test("Requests, exceptions, silences and bytes are counted for the unit, the listener and the client")
    func traffic() async throws {
        try await RunningServer.with([1: .plain(), 2: .varied(.silence(closesConnection: false))]) { running in
            // Given a client that reads, errs, asks for a unit that isn't there, and one that is silent
            let client = try running.client()
            for _ in 0..<3 { _ = try await client.ask(read(3, 0, 2)) }
            _ = try await client.ask(read(3, 0, 0))
            _ = try await client.ask(read(3, 0, 1), unit: 9)
            try await client.send(frame(read(3, 0, 1), unit: 2))
            _ = try await client.ask([99])

            // When somebody asks for the report
            let report = await running.server.report()

            // Then each has its own
            try #require(report.consumers.map(\.unit) == [1, 2, nil])
            let one = report.consumers[0]
            #expect(one.traffic.requests == 5)
            #expect(one.traffic.answers == 5)
            #expect(one.traffic.count(of: .illegalDataValue) == 1)
            #expect(one.traffic.count(of: .illegalFunction) == 1)
            #expect(one.traffic.exceptions == 2)
            // Reads of 12 bytes and a request of 8; answers of 13 bytes, exceptions of 9.
            #expect(one.traffic.bytesReceived == 4 * 12 + 8)
            #expect(one.traffic.bytesSent == 3 * 13 + 2 * 9)
            #expect(one.lastClient?.host == "127.0.0.1")
            #expect(report.consumers[1].traffic.silences == 1)
            #expect(report.consumers[1].traffic.answers == 0)
            #expect(report.consumers[1].traffic.averageServiceTime == nil)
            #expect(report.consumers[2].traffic.count(of: .gatewayTargetFailedToRespond) == 1)
            #expect(report.traffic(of: report.listeners[0].id).requests == 7)

            let known = try #require(report.clients.first)
            #expect(report.clients.count == 1)
            #expect(known.address.host == "127.0.0.1")
            #expect(known.address.port == 0)
            #expect(known.connections == 1)
            #expect(known.traffic.requests == 7)
            #expect(known.lastException == .illegalFunction)
        }
    }

    @Test("A unit that is asked for as 0 or 255 is counted under its own id")
    func onlyUnit() async throws {
        try await RunningServer.with([7: .plain()]) { running in
            let client = try running.client()
            for unit: UInt8 in [0, 255, 7] { _ = try await client.ask(read(3, 0, 1), unit: unit) }

            let report = await running.server.report()

            #expect(report.consumers.map(\.unit) == [7])
            #expect(report.consumers.first?.traffic.requests == 3)
            #expect(report.requests.map(\.record.unit) == [7, 255, 0])
        }
    }

    @Test("The service time goes from a request's last byte to its answer")
    func serviceTime() async throws {
        // Given a unit whose words take 4 ms to compute, then 2 ms, then 6 ms
        let clock = TestClock()
        let space = try AddressSpace.varied()
        let times = Waits([4, 2, 6])
        let snapshot = try UnitSnapshot(
            space: space,
            words: space.telltaleWords,
            stages: [Stage(begins: start, answer: .served)],
            refresh: { _, _, _ in clock.advance(by: times.next()) }
        )
        try await RunningServer.with([1: snapshot], clock: clock) { running in
            clock.advance(by: .seconds(30))
            let client = try running.client()
            for _ in 0..<3 { _ = try await client.ask(read(3, 20, 1)) }

            let report = await running.server.report()

            let traffic = report.traffic(of: report.listeners[0].id)
            #expect(traffic.averageServiceTime == .milliseconds(4))
            #expect(traffic.worstServiceTime == .milliseconds(6))
            #expect(
                report.requests.map(\.record.serviceTime) == [.milliseconds(6), .milliseconds(2), .milliseconds(4)]
            )
            #expect(report.beginning == start)
            #expect(traffic.lastRequest == .seconds(30) + .milliseconds(6))
            #expect(report.clients.first?.firstSeen == .seconds(30))
        }
    }

    @Test("The last requests stand there with what they were told, the newest first")
    func requests() async throws {
        try await RunningServer.with([1: .varied()]) { running in
            let client = try running.client()
            _ = try await client.ask(read(3, 8, 2))
            _ = try await client.ask(read(1, 0, 3))
            _ = try await client.ask(read(4, 500, 1))
            _ = try await client.ask([6, 0xA0, 0, 0, 7])
            _ = try await client.ask([17])

            let requests = await running.server.report().requests

            #expect(requests.map(\.record.function) == [17, 6, 4, 1, 3])
            #expect(requests.map(\.record.address) == [nil, 0xA000, 500, 0, 8])
            #expect(requests.map(\.record.count) == [nil, nil, 1, 3, 2])
            #expect(
                requests.map(\.record.outcome)
                    == [.answered, .writeAcknowledged, .exception(.illegalDataAddress), .answered, .answered]
            )
            #expect(requests.map(\.words) == [[], [], [], [0, 1, 0], [1008, 1009]])
        }
    }

    @Test("Of many requests the last 256 are kept, of each answer up to 125 words")
    func ringIsBounded() async throws {
        try await RunningServer.with([1: .plain(7), 2: .varied()]) { running in
            let client = try running.client()
            for address in 0..<UInt16(300) { _ = try await client.ask(read(3, address % 100, 1 + address % 100)) }
            _ = try await client.ask(read(2, 0, 2000), unit: 2)

            let requests = await running.server.report().requests

            #expect(requests.count == 256)
            #expect(requests[0].words == (0..<125).map { $0 % 2 })
            #expect(requests[1].record.address == 99)
            #expect(requests[1].words == .init(repeating: 7, count: 100))
            #expect(requests[255].record.address == 45)
            #expect(requests[255].words == .init(repeating: 7, count: 46))
        }
    }

    @Test("A client that connects anew for each poll stays one client")
    func reconnecting() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let stays = try running.client()
            for _ in 0..<5 { _ = try await running.client().ask(read(3, 0, 1)) }
            while await running.server.report().clients.first?.connections != 1 { await Task.yield() }
            _ = try await stays.ask(read(3, 0, 1))

            let clients = await running.server.report().clients

            #expect(clients.count == 1)
            #expect(clients.first?.traffic.requests == 6)
        }
    }

    @Test("RTU over TCP is counted in the same way")
    func rtuOverTCP() async throws {
        let listener = Listener.rtuOverTCP(ListenAddress(host: "127.0.0.1", port: 0))
        try await RunningServer.with([1: .plain(42)], on: listener) { running in
            let client = try running.client()
            _ = try await client.ask(rtu: read(3, 0, 2))
            _ = try await client.ask(rtu: read(3, 0, 0))

            let report = await running.server.report()

            #expect(report.consumers.map(\.unit) == [1])
            #expect(report.traffic(of: report.listeners[0].id).bytesReceived == 16)
            #expect(report.traffic(of: report.listeners[0].id).bytesSent == 9 + 5)
            #expect(report.clients.first?.lastException == .illegalDataValue)
            #expect(report.requests.map(\.words) == [[], [42, 42]])
        }
    }

    @Test("A serial line is counted in the same way, and knows no client")
    func serialLine() async throws {
        let master = try SerialMaster()
        try await RunningServer.with([1: .plain(42)], on: .serial(SerialLine(path: master.path, speed: 115200))) {
            running in
            #expect(await master.ask(read(3, 0, 2)) == [3, 4, 0, 42, 0, 42])
            #expect(await master.ask(read(3, 0, 0)) == [0x83, 3])

            // The line has answered before it counts.
            var report = await running.server.report()
            while report.traffic(of: report.listeners[0].id).requests < 2 { report = await running.server.report() }

            #expect(report.traffic(of: report.listeners[0].id).count(of: .illegalDataValue) == 1)
            #expect(report.traffic(of: report.listeners[0].id).bytesReceived == 16)
            #expect(report.traffic(of: report.listeners[0].id).bytesSent == 9 + 5)
            #expect(report.clients.isEmpty)
            #expect(report.requests.map(\.record.client) == [nil, nil])
            // In any order: the test's clock stands still, by which they are told.
            #expect(Set(report.requests.map(\.words)) == [[], [42, 42]])
        }
    }

    @Test("A server that doesn't run yet, and one that runs no more, answer too")
    func notRunning() async throws {
        let server = try ModbusServer(listeningOn: [.tcp(ListenAddress(host: "127.0.0.1", port: 0))])
        #expect(await server.report().consumers.isEmpty)

        let run = Task { try await server.run() }
        let client = try ModbusClient(port: server.port)
        _ = try await client.ask(read(3, 0, 1))
        server.stop()
        try await run.value

        #expect(await server.report().traffic(of: server.listeners[0].id).requests == 1)
    }
}
