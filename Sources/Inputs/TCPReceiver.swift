// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Threads

/// What a connection tells the task that reads it.
enum TCPNews: Sendable {
    case connected(any Channel)
    case bytes([UInt8], arrival: ContinuousClock.Instant)
    /// All bytes of one turn were told; nothing more is read until asked for.
    case readCompleted
    /// The last news.
    case ended(InputFault)
}

/// The end of the channel's pipeline: stamps bytes as they arrive and hands them to the task.
final class TCPReceiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let endpoint: String
    private let silence: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let continuation: AsyncStream<TCPNews>.Continuation

    init(
        endpoint: String,
        silence: Duration,
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        continuation: AsyncStream<TCPNews>.Continuation
    ) {
        self.endpoint = endpoint
        self.silence = silence
        self.now = now
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        continuation.yield(.bytes(Array(buffer.readableBytesView), arrival: now()))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        continuation.yield(.readCompleted)
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.closedByPeer(endpoint: endpoint), context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case IdleStateHandler.IdleStateEvent.read = event {
            end(.silent(endpoint: endpoint, time: silence), context)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let reason = (error as? IOError).map { SystemError(number: $0.errnoCode).text } ?? "\(error)"
        end(.failed(source: endpoint, operation: "read", reason: reason), context)
    }

    /// Tells the reason once; what the closing channel says after it is not heard.
    private func end(_ fault: InputFault, _ context: ChannelHandlerContext) {
        continuation.yield(.ended(fault))
        continuation.finish()
        context.close(promise: nil)
    }
}
