// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// A plain TCP client: writes text, and reads until a text has come or the server closes.
enum LoopbackClient {
    static func exchange(port: UInt16, _ request: String, until: String? = nil, times: Int = 1) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: Int(port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var answer = ByteBuffer()
            for try await part in inbound {
                answer.writeImmutableBuffer(part)
                if let until,
                    String(buffer: answer).split(separator: until, omittingEmptySubsequences: false).count > times
                {
                    break
                }
            }
            return String(buffer: answer)
        }
    }
}
