// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import Dashboard

@Suite("The server over loopback", .timeLimit(.minutes(1)))
struct DashboardServerTests {
    /// Runs a server while `body` talks to it, and returns when both are over.
    private func withServer(
        _ view: @escaping @Sendable () async -> GatewayView = { Views.gateway(.fresh) },
        _ body: (UInt16) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream<UInt16>.makeStream()
        let server = DashboardServer(
            address: DashboardAddress(port: 0),
            interval: .milliseconds(5),
            onListening: { listening.yield($0.port) },
            view: view
        )
        // Ended as the program ends it: gracefully.
        let group = ServiceGroup(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await group.run() }
        let port = try #require(await ports.first { _ in true })
        try await body(port)
        await group.triggerGracefulShutdown()
        try await running.value
    }

    private func get(_ path: String, host: String = "127.0.0.1", close: Bool = true) -> String {
        "GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(close ? "Connection: close\r\n" : "")\r\n"
    }

    @Test("The page comes over the wire, and the connection is closed when asked")
    func page() async throws {
        try await withServer { port in
            let answer = try await LoopbackClient.exchange(port: port, get("/"))

            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("</html>\n"))
        }
    }

    @Test("A foreign Host is refused over the wire")
    func foreignHost() async throws {
        try await withServer { port in
            let answer = try await LoopbackClient.exchange(port: port, get("/api/v1/status", host: "evil.example"))

            #expect(answer.hasPrefix("HTTP/1.1 421 "))
            #expect(!answer.contains("house"))
        }
    }

    @Test("Live events go on until the client leaves, and then its place is free again")
    func events() async throws {
        try await withServer { port in
            // More clients, one after the other, than may watch at once.
            for _ in 0...EventFeed.maximumWatchers {
                let answer = try await LoopbackClient.exchange(
                    port: port,
                    get("/api/v1/events", close: false),
                    until: "event: status\ndata: {",
                    times: 2
                )
                #expect(answer.contains("Content-Type: text/event-stream\r\n"))
                #expect(answer.contains("retry: 2000\n\n"))
                #expect(answer.matches(of: /event: status\ndata: {/).count > 1)
            }
        }
    }

    @Test(
        "What isn't HTTP gets 400 and the connection is closed",
        arguments: ["hello\r\n\r\n", "GET\u{0} / HTTP/1.1\r\n\r\n"]
    )
    func garbage(text: String) async throws {
        try await withServer { port in
            let answer = try await LoopbackClient.exchange(port: port, text)

            #expect(answer.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test("A header without end is cut off")
    func endlessHeader() async throws {
        try await withServer { port in
            let header = String(repeating: "x", count: 40_000)
            let answer = try await LoopbackClient.exchange(
                port: port,
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: \(header)\r\n\r\n"
            )

            #expect(!answer.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test("A port that is taken is named in a sentence")
    func portTaken() async throws {
        try await withServer { port in
            let address = DashboardAddress(port: port)
            let second = DashboardServer(address: address) { Views.gateway(.fresh) }

            let error = await #expect(throws: DashboardError.self) { try await second.run() }
            #expect(error == .portTaken(address))
            #expect(
                error?.description
                    == "The page can't be served at 127.0.0.1:\(port): another program uses this port. Choose another one."
            )
        }
    }

    @Test("A graceful shutdown ends it, also while somebody watches live")
    func shutdown() async throws {
        let (ports, listening) = AsyncStream<UInt16>.makeStream()
        let server = DashboardServer(
            address: DashboardAddress(port: 0),
            interval: .milliseconds(5),
            onListening: { listening.yield($0.port) },
            view: { Views.gateway(.fresh) }
        )
        let group = ServiceGroup(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await group.run() }
        let port = try #require(await ports.first { _ in true })
        let (heard, hearing) = AsyncStream<Void>.makeStream()
        let watcher = Task {
            _ = try? await LoopbackClient.exchange(
                port: port,
                get("/api/v1/events", close: false),
                until: "event: status"
            )
            hearing.yield()
            return try? await LoopbackClient.exchange(port: port, get("/api/v1/events", close: false))
        }
        _ = await heard.first { _ in true }

        await group.triggerGracefulShutdown()

        try await running.value
        _ = await watcher.value
    }
}
