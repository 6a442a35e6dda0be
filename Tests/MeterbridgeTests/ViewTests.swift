// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Values are seen besides Modbus", .timeLimit(.minutes(2)))
struct ViewTests {
    @Test(
        "curl reads page, status and metrics; promtool has nothing to say; a stale meter's values are not told as new"
    )
    func page() async throws {
        // Given a gateway with a page, whose meter has spoken once
        let gateway = try await RunningGateway([
            "run", "-", "--as", "native", "--page", "127.0.0.1:0", "--stale-after", "300ms",
        ])
        let announcement = await gateway.program.errors.first { $0.contains("serving the page") }
        let start = try #require(announcement.range(of: "http://"))
        let page = String(announcement[start.lowerBound...])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        await gateway.awaitState("stale")

        // Then the page is there, and the status keeps the old values apart
        #expect(try await curl(page).contains("<title>Meterbridge"))
        let status = try JSONSerialization.jsonObject(with: Data(try await curl(page + "api/v1/status").utf8))
        let meters = try #require((status as? [String: Any])?["meters"] as? [[String: Any]])
        #expect((meters[0]["quantities"] as? [String: Any])?.isEmpty == true)
        let last = meters[0]["last_quantities"] as? [String: [String: Any]]
        #expect(last?["power"]?["value"] as? Int == 668)

        // And the metrics are well formed
        let metrics = try await curl(page + "metrics")
        let verdict = try await Program.run(
            [TestTools.path("promtool"), "check", "metrics"],
            input: Array(metrics.utf8)
        )
        #expect(verdict.status == 0, "\(verdict.errors)")
        await gateway.stop()
    }

    @Test("Who asked for what, and what they were told, is seen in status, requests and metrics")
    func modbusClients() async throws {
        // Given a gateway that mbpoll and pymodbus have asked
        let gateway = try await RunningGateway([
            "run", "-", "--as", "native:1", "--as", "eastron-sdm630:2", "--page", "127.0.0.1:0",
        ])
        let announcement = await gateway.program.errors.first { $0.contains("serving the page") }
        let start = try #require(announcement.range(of: "http://"))
        let page = String(announcement[start.lowerBound...])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 100, type: "4:int") == [100: "668"])
        _ = try await Pymodbus.read(port: gateway.port, ["4/2/52/2", "3/1/65000/2", "3/9/0/1"])

        // Then the status counts them by unit and by client
        let status = try await json(page + "api/v1/status")
        let modbus = try #require(status["modbus"] as? [String: Any])
        let listener = try #require((modbus["listeners"] as? [[String: Any]])?.first)
        #expect(listener["listener"] as? String == "127.0.0.1:\(gateway.port)")
        #expect(listener["requests"] as? Int == 4)
        #expect(listener["exceptions"] as? [String: Int] == ["2": 1, "11": 1])
        let units = try #require(listener["units"] as? [[String: Any]])
        #expect(units.map { $0["unit"] as? Int } == [1, 2, nil])
        #expect(units.map { $0["requests"] as? Int } == [2, 1, 1])
        let client = try #require((modbus["clients"] as? [[String: Any]])?.first)
        #expect(client["client"] as? String == "127.0.0.1")
        #expect(client["requests"] as? Int == 4)
        #expect(client["last_exception"] as? Int == 11)

        // And the last requests say what they were told
        let requests = try #require(try await json(page + "api/v1/requests")["requests"] as? [[String: Any]])
        #expect(requests.map { $0["outcome"] as? String } == ["exception 11", "exception 2", "answered", "answered"])
        #expect(requests.map { $0["words"] as? [Int] } == [[], [], [0x4427, 0], [0, 668]])
        #expect(requests.map { $0["address"] as? Int } == [0, 65000, 52, 100])

        // And so do the metrics, which promtool finds well formed
        let metrics = try await curl(page + "metrics")
        let labels = #"listener="127.0.0.1:\#(gateway.port)",unit="1""#
        #expect(metrics.contains("meterbridge_modbus_requests_total{\(labels)} 2\n"))
        #expect(metrics.contains("meterbridge_modbus_exceptions_total{\(labels),code=\"2\"} 1\n"))
        let verdict = try await Program.run(
            [TestTools.path("promtool"), "check", "metrics"],
            input: Array(metrics.utf8)
        )
        #expect(verdict.status == 0, "\(verdict.errors)")
        await gateway.stop()
    }

    @Test("A broker is told each telegram and the meter's state")
    func mqtt() async throws {
        // Given a mosquitto broker that somebody listens to
        let folder = try TemporaryFolder()
        let port = try LoopbackSocket.freePort()
        let configuration = try folder.write("mosquitto.conf", "listener \(port) 127.0.0.1\nallow_anonymous true\n")
        let broker = try Program(["/usr/sbin/mosquitto", "-v", "-c", configuration])
        _ = await broker.errors.first { $0.contains("running") }
        let subscriber = try Program(["/usr/bin/mosquitto_sub", "-p", "\(port)", "-v", "-t", "house/#"])
        _ = await broker.errors.first { $0.contains("SUBACK") }

        // When the gateway's meter speaks
        let gateway = try await RunningGateway(["run", "-", "--mqtt", "mqtt://127.0.0.1:\(port)/house"])
        try await gateway.feed(Fixture.threePhases())

        // Then they hear of it
        let state = await subscriber.output.first { $0.hasPrefix("house/meter/state fresh") }
        #expect(!state.isEmpty)
        let message = await subscriber.output.first { $0.hasPrefix("house/meter {") }
        #expect(message.contains(#""power":668"#))
        await gateway.stop()
        broker.terminate()
    }

    private func json(_ address: String) async throws -> [String: Any] {
        let answer = try JSONSerialization.jsonObject(with: Data(try await curl(address).utf8))
        return try #require(answer as? [String: Any])
    }

    private func curl(_ address: String) async throws -> String {
        let (status, output, errors) = try await Program.run([
            "/usr/bin/curl", "--silent", "--show-error", "--fail", address,
        ])
        try #require(status == 0, "\(errors)")
        return output
    }
}
