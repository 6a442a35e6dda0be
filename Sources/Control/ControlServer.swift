// SPDX-License-Identifier: Apache-2.0

import Glibc
import NIOCore
import NIOPosix
import Threads

/// Takes orders at a socket that only its owner, and root, can open.
package struct ControlServer: Sendable {
    private let path: String
    private let answer: @Sendable (ControlRequest) async -> ControlAnswer

    /// - Parameter answer: does what was asked for.
    package init(path: String, answer: @escaping @Sendable (ControlRequest) async -> ControlAnswer) {
        self.path = path
        self.answer = answer
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter onListening: called once, when orders can come.
    /// - Throws: ``ControlFault``.
    package func run(onListening: () -> Void = {}) async throws {
        guard path.utf8.count <= ControlSocket.longestPath else { throw ControlFault.pathTooLong(path) }
        try ControlSocket.makeFolder(of: path)
        do throws(ControlFault) {
            _ = try ControlConnection(path: path)
            throw ControlFault.taken(path: path)
        } catch {
            guard case .nobody = error else { throw error }
        }
        let server = try await bind()
        defer { unsafe unlink(path) }
        onListening()
        try await withTaskCancellationHandler {
            try await server.closeFuture.get()
        } onCancel: {
            server.close(promise: nil)
        }
    }

    private func bind() async throws -> any Channel {
        // Nobody else may connect, not even between the making of the socket and a change of its mode.
        let mask = umask(0o177)
        defer { umask(mask) }
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(ControlConversation(answer: answer))
                    }
                }
                .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        } catch let error as IOError {
            throw ControlFault.systemCall("bind", path: path, error.errnoCode)
        }
    }
}

/// One client: a line in, its answer out. Whoever goes away ends what he has begun.
private final class ControlConversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: @Sendable (ControlRequest) async -> ControlAnswer
    private var received = ByteBuffer()
    private var work: Task<Void, Never>?

    init(answer: @escaping @Sendable (ControlRequest) async -> ControlAnswer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var piece = unwrapInboundIn(data)
        guard work == nil else { return }
        received.writeBuffer(&piece)
        guard let end = received.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else {
            if received.readableBytes > ControlRequest.longestLine { context.close(promise: nil) }
            return
        }
        let line = String(decoding: received.readableBytesView[..<end], as: UTF8.self)
        work = Task { [answer, channel = context.channel] in
            let answer = await ControlConversation.answer(to: line, by: answer)
            await ControlConversation.write(answer.reply, to: channel)
            if let exercise = answer.exercise { await ControlConversation.write(exercise(), to: channel) }
            channel.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        work?.cancel()
        context.fireChannelInactive()
    }

    private static func answer(
        to line: String,
        by answer: @Sendable (ControlRequest) async -> ControlAnswer
    ) async -> ControlAnswer {
        do throws(ControlFault) {
            return await answer(try ControlRequest(line: line))
        } catch {
            return ControlAnswer(.refused("\(error)"))
        }
    }

    /// A client that is gone isn't told.
    private static func write(_ reply: ControlReply, to channel: any Channel) async {
        try? await channel.writeAndFlush(ByteBuffer(string: reply.line))
    }
}
