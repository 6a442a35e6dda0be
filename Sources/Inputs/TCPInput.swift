// SPDX-License-Identifier: Apache-2.0

import Glibc
package import NIOCore
import NIOPosix
import Threads

/// A TCP server that hands on the bytes of a P1 port, such as ser2net or a Wi-Fi gateway.
///
/// The host's name is resolved anew at each attempt, so a gateway may change its address. Where there are several
/// addresses, the first that answers is taken.
package struct TCPInput: Input {
    private let host: String
    private let port: Int
    private let silence: Duration
    private let timekeeper: Timekeeper
    private let group: any EventLoopGroup

    /// How long an attempt may take, name resolution included.
    private static let connectTimeoutSeconds = 5

    /// Creates an input; it connects when it runs.
    ///
    /// - Parameters:
    ///   - host: a name, an IPv4 or an IPv6 address (without brackets).
    ///   - silence: a connection that brings no byte for so long is taken for half open and replaced.
    ///   - group: the event loops that do the work.
    package init(
        host: String,
        port: Int,
        silence: Duration,
        timekeeper: Timekeeper,
        group: any EventLoopGroup
    ) {
        self.host = host
        self.port = port
        self.silence = silence
        self.timekeeper = timekeeper
        self.group = group
    }

    package func run(delivering deliver: (InputEvent) async -> Void) async {
        let reconnecting = Reconnecting(
            timekeeper: timekeeper,
            backOff: BackOff(first: .milliseconds(500), longest: .seconds(10)),
            proof: .firstByte
        )
        await reconnecting.run(self, delivering: deliver)
    }

    private var endpoint: String {
        "\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

extension TCPInput: Link {
    func attempt(telling tell: (LinkEvent) async -> Void) async -> InputFault? {
        let (news, continuation) = AsyncStream.makeStream(of: TCPNews.self)
        let connecting = bootstrap(telling: continuation).connect(host: host, port: port)
        connecting.whenComplete { result in
            switch result {
            case .success(let channel):
                continuation.yield(.connected(channel))
            case .failure(let error):
                continuation.yield(.ended(fault(connecting: error)))
                continuation.finish()
            }
        }
        // Also after a cancellation that came before the connection.
        defer { connecting.whenSuccess { $0.close(promise: nil) } }

        var filter = TelnetFilter()
        var channel: (any Channel)?
        for await item in news {
            switch item {
            case .connected(let connected):
                channel = connected
                await tell(.opened(endpoint))
                connected.read()
            case .bytes(let bytes, let arrival):
                let data = filter.filter(bytes)
                if !data.isEmpty { await tell(.bytes(data, arrival: arrival)) }
            case .readCompleted:
                // Only now: a receiver that falls behind slows the sender down.
                channel?.read()
            case .ended(let fault):
                return fault
            }
        }
        return nil
    }

    private func bootstrap(telling continuation: AsyncStream<TCPNews>.Continuation) -> ClientBootstrap {
        let readTimeout = TimeAmount(silence)
        return ClientBootstrap(group: group)
            .connectTimeout(.seconds(Int64(Self.connectTimeoutSeconds)))
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { [endpoint, silence, timekeeper] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        IdleStateHandler(readTimeout: readTimeout),
                        TCPReceiver(
                            endpoint: endpoint,
                            silence: silence,
                            now: timekeeper.now,
                            continuation: continuation
                        )
                    )
                }
            }
    }

    /// Says in the system's words why an attempt failed.
    private func fault(connecting error: any Error) -> InputFault {
        switch error {
        case ChannelError.connectTimeout:
            return .connectTimedOut(endpoint: endpoint, seconds: Self.connectTimeoutSeconds)
        case let error as NIOConnectionError:
            guard let failure = error.connectionErrors.first else { return .hostUnknown(host: host) }
            return fault(connecting: failure.error)
        case let error as IOError:
            return .unreachable(endpoint: endpoint, reason: SystemError(number: error.errnoCode).text)
        default:
            return .unreachable(endpoint: endpoint, reason: "\(error)")
        }
    }
}
