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

    private func curl(_ address: String) async throws -> String {
        let (status, output, errors) = try await Program.run([
            "/usr/bin/curl", "--silent", "--show-error", "--fail", address,
        ])
        try #require(status == 0, "\(errors)")
        return output
    }
}
