// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Serves the web page, the status as JSON and as live events, and the metrics, from views that somebody else makes.
///
/// | Path | Answer |
/// | --- | --- |
/// | `/` | the page |
/// | `/api/v1/status` | the status as JSON |
/// | `/api/v1/events` | the same as server-sent events |
/// | `/api/v1/meters/NAME/telegram` | a meter's last telegram as it was sent |
/// | `/metrics` | Prometheus text |
/// | `/healthz`, `/readyz` | whether the process lives, whether it serves |
package struct DashboardServer: Service {
    /// Above it, connections wait until others close. A browser takes up to six for each page.
    private static let maximumConnections = 128
    /// A connection between two requests is closed after this time.
    private static let idleTimeout = TimeAmount.seconds(60)
    /// In bytes: what a browser sends is below 2 kB, and cookies of other programs on this host come along.
    private static let maximumHeader = 16 * 1024

    private let address: DashboardAddress
    private let responder: DashboardResponder
    private let feed: EventFeed
    private let onListening: @Sendable (DashboardAddress) -> Void

    /// - Parameters:
    ///   - names: by which browsers know this machine besides the address, such as `gateway.lan`; others are refused.
    ///   - interval: how often the gateway is looked at while somebody watches live.
    ///   - onListening: is told the address once it is served, with the port that the system chose.
    ///   - view: makes a view of this moment.
    package init(
        address: DashboardAddress,
        names: [String] = [],
        interval: Duration = .milliseconds(500),
        onListening: @escaping @Sendable (DashboardAddress) -> Void = { _ in },
        view: @escaping @Sendable () async -> GatewayView
    ) {
        self.address = address
        self.onListening = onListening
        feed = EventFeed(interval: interval, view: view)
        responder = DashboardResponder(hosts: HostRule(address, names: names), feed: feed, view: view)
    }

    /// Serves until a graceful shutdown begins; then requests that were begun are answered and live events end.
    ///
    /// A shutdown must not cancel the server's task: a connection that is just being accepted would bring the program down.
    ///
    /// - Throws: `DashboardError` when the address can't be served.
    package func run() async throws {
        let failure = await withTaskGroup(of: DashboardError?.self) { group in
            group.addTask {
                await cancelWhenGracefulShutdown { await feed.run() }
                return nil
            }
            let failure = await serve()
            group.cancelAll()
            return failure
        }
        if let failure { throw failure }
    }

    private func serve() async -> DashboardError? {
        let channel = HTTP1Channel(
            responder: { [responder] request, writer, _ in
                let response = await responder.respond(to: request.head)
                try await DashboardServer.write(response, to: request, writer)
            },
            configuration: .init(
                idleTimeout: Self.idleTimeout,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: Self.maximumHeader,
                    maxHeaderListSize: Self.maximumHeader,
                    maxHeaderFieldCount: 100
                )
            )
        )
        let logger = Logger(label: "dashboard") { _ in SwiftLogNoOpLogHandler() }
        let server = channel.server(
            configuration: ServerConfiguration(
                address: .hostname(address.host, port: Int(address.port)),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.maximumConnections, logger: logger)
            ),
            onServerRunning: { [address, onListening] channel in
                let port = channel.localAddress?.port.flatMap { UInt16(exactly: $0) } ?? address.port
                onListening(DashboardAddress(host: address.host, port: port))
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        )
        do {
            try await server.run()
            return nil
        } catch {
            return Task.isCancelled ? nil : DashboardError(error, address)
        }
    }

    /// Writes the answer. A stream of events ends when the client goes, which only its side of the connection tells.
    @concurrent
    private static func write(_ response: Response, to request: Request, _ writer: consuming ResponseWriter)
        async throws
    {
        guard response.body.contentLength == nil else {
            return try await writer.write(response: response.head, body: response.body)
        }
        let body = try await writer.writeHead(response.head)
        try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await response.body.write(body)
        }
    }
}
