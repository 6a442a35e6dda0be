// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// A TCP server in this process that plays a P1 gateway.
final class Gateway: Sendable {
    let port: Int
    private let listener: any Channel
    private let clients: AsyncStream<any Channel>

    init(port: Int = 0) async throws {
        let (clients, continuation) = AsyncStream.makeStream(of: (any Channel).self)
        self.clients = clients
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { client in
                continuation.yield(client)
                return client.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: port).get()
        self.port = listener.localAddress?.port ?? 0
    }

    /// The next client that has connected.
    func client() async throws -> any Channel {
        for await client in clients { return client }
        throw CancellationError()
    }

    /// Stops listening.
    func close() async throws {
        try await listener.close().get()
    }
}

extension Channel {
    func send(_ bytes: [UInt8]) async throws {
        try await writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }
}
