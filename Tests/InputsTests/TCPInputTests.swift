// SPDX-License-Identifier: Apache-2.0

import Inputs
import NIOCore
import NIOPosix
import Testing

@Suite("TCP gateways", .timeLimit(.minutes(1)))
struct TCPInputTests {
    private let time = ManualTime()

    private func tcp(_ port: Int, host: String = "127.0.0.1", silence: Duration = .seconds(30)) -> RunningInput {
        RunningInput(
            TCPInput(
                host: host,
                port: port,
                silence: silence,
                timekeeper: time.timekeeper(),
                group: MultiThreadedEventLoopGroup.singleton
            )
        )
    }

    @Test("A gateway that drops and comes back is connected again, and each change is told once")
    func reconnecting() async throws {
        let gateway = try await Gateway()
        let endpoint = "127.0.0.1:\(gateway.port)"
        var input = tcp(gateway.port)
        let client = try await gateway.client()
        #expect(await input.next() == .connected(endpoint))
        try await client.send(Array("/A".utf8))
        #expect(await input.next() == .bytes(Array("/A".utf8), arrival: time.now))

        try await gateway.close()
        try await client.close()
        #expect(await input.next() == .disconnected(.closedByPeer(endpoint: endpoint)))
        #expect(await time.nextSleep() == .microseconds(437_500))
        time.wake()
        let refused = InputFault.unreachable(endpoint: endpoint, reason: "Connection refused")
        #expect(await input.next() == .disconnected(refused))
        #expect(await time.nextSleep() == .milliseconds(875))
        time.wake()
        #expect(await time.nextSleep() == .milliseconds(1750))

        let restarted = try await Gateway(port: gateway.port)
        time.wake()
        let again = try await restarted.client()
        #expect(await input.next() == .connected(endpoint))
        try await again.send([0xFF, 0xFB])
        try await again.send([0x01, 0x2F])
        #expect(await input.bytes(1) == [0x2F])
        #expect(await input.cancel() == [])
        try await again.closeFuture.get()
        try await restarted.close()
    }

    @Test("A connection that brings no byte is replaced")
    func halfOpen() async throws {
        let gateway = try await Gateway()
        let endpoint = "127.0.0.1:\(gateway.port)"
        var input = tcp(gateway.port, silence: .seconds(1))
        let client = try await gateway.client()
        #expect(await input.next() == .connected(endpoint))
        #expect(await input.next() == .disconnected(.silent(endpoint: endpoint, time: .seconds(1))))
        try await client.closeFuture.get()

        // The second connection is news only when it has brought something.
        time.wake()
        let second = try await gateway.client()
        try await second.send([0x2F])
        #expect(await input.next() == .connected(endpoint))
        #expect(await input.next() == .bytes([0x2F], arrival: time.now))
        _ = await input.cancel()
        try await gateway.close()
    }

    @Test("Much data arrives complete and in order, however slowly it is taken")
    func largeTransfer() async throws {
        let gateway = try await Gateway()
        let data = (0..<1_000_000).map { UInt8($0 % 127) }
        var input = tcp(gateway.port)
        let client = try await gateway.client()
        _ = await input.next()
        async let sending: Void = client.send(data)
        #expect(await input.bytes(data.count) == data)
        try await sending
        _ = await input.cancel()
        try await gateway.close()
    }

    @Test("A host that no name server knows is named")
    func unknownHost() async throws {
        var input = tcp(1, host: "gateway.invalid")
        #expect(await input.next() == .disconnected(.hostUnknown(host: "gateway.invalid")))
        #expect(await input.cancel() == [])
    }

    @Test("Cancellation doesn't wait for an attempt that nobody answers", arguments: [0, 1, 10, 1000])
    func cancelledAttempt(yields: Int) async throws {
        // A listener that accepts nobody: once its queue is full, the system drops what else comes.
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 0)
            .serverChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        let client = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.milliseconds(200))
        while (try? await client.connect(host: "127.0.0.1", port: port).get()) != nil {}

        let input = tcp(port)
        for _ in 0..<yields { await Task.yield() }
        let began = ContinuousClock.now
        #expect(await input.cancel() == [])
        #expect(ContinuousClock.now - began < .seconds(4))
        try await listener.close().get()
    }
}
