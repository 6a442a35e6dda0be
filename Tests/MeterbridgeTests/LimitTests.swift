// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Limits of connections", .timeLimit(.minutes(2)))
struct LimitTests {
    private static let request: [UInt8] = [0, 1, 0, 0, 0, 6, 1, 3, 0, 2, 0, 1]
    private static let answer: [UInt8] = [0, 1, 0, 0, 0, 5, 1, 3, 2, 0x12, 0x34]

    /// Whether a client from this address gets an answer; else it is closed.
    private func isServed(_ gateway: RunningGateway, from source: UInt32) throws -> Bool {
        let socket = try LoopbackSocket(port: gateway.port, from: source)
        do {
            try socket.send(Self.request)
            return try socket.receive(11) == Self.answer
        } catch is LoopbackSocket.Failure {
            return false
        }
    }

    @Test("Only allowed addresses are served, and the log says who was refused and what to do")
    func allowList() async throws {
        let gateway = try await RunningGateway(["run", "-", "--allow", "127.0.0.4/31", "--allow", "fd00::/8"])

        #expect(try isServed(gateway, from: 4))
        #expect(try isServed(gateway, from: 5))
        #expect(try !isServed(gateway, from: 3))
        #expect(try !isServed(gateway, from: 3))
        // This machine's own programs
        #expect(try await Pymodbus.read(port: gateway.port, ["3/1/2/1"]) == [.words([0x1234])])

        let line = await gateway.program.errors.first { $0.contains("refused") }
        #expect(line.contains("its address is not in the list of allowed ones; --allow ADDRESS lets it in"))
        #expect(line.contains("127.0.0.3"))
        await gateway.stop()
        #expect(gateway.program.errors.text.split(separator: "\n").count { $0.contains("refused") } == 1)
    }

    @Test("An address has as many connections as it may have, and others are served")
    func addressLimit() async throws {
        let gateway = try await RunningGateway(["run", "-", "--max-connections-per-address", "2"])
        let first = try (0..<2).map { _ in try LoopbackSocket(port: gateway.port, from: 3) }
        for socket in first {
            try socket.send(Self.request)
            #expect(try socket.receive(11) == Self.answer)
        }

        #expect(try !isServed(gateway, from: 3))
        #expect(try isServed(gateway, from: 4))
        let line = await gateway.program.errors.first { $0.contains("refused") }
        #expect(line.contains("--max-connections-per-address lets more in"))
        await gateway.stop()
    }

    @Test("At the limit of connections a new one is refused while none is idle")
    func connectionLimit() async throws {
        let gateway = try await RunningGateway(["run", "-", "--max-connections", "3"])
        let sockets = try (0..<3).map { _ in try LoopbackSocket(port: gateway.port) }
        for socket in sockets {
            try socket.send(Self.request)
            #expect(try socket.receive(11) == Self.answer)
        }
        #expect(try !isServed(gateway, from: 4))
        let line = await gateway.program.errors.first { $0.contains("refused") }
        #expect(line.contains("the limit of connections is reached"))
        await gateway.stop()
    }

    @Test("After a stop with fifty clients connected, the port is served again at once")
    func restart() async throws {
        let first = try await RunningGateway(["run", "-"])
        let sockets = try (0..<50).map { _ in try LoopbackSocket(port: first.port) }
        for socket in sockets {
            try socket.send(Self.request)
            #expect(try socket.receive(11) == Self.answer)
        }
        await first.stop()

        let second = try await RunningGateway(["run", "-"], port: first.port)
        #expect(second.port == first.port)
        #expect(try isServed(second, from: 1))
        await second.stop()
        withExtendedLifetime(sockets) {}
    }

    @Test(
        "What is no network or no number is refused with what to write",
        arguments: [
            (["--allow", "192.168.1.5/24"], "write 192.168.1.5 for the host or 192.168.1.0/24 for the network"),
            (["--allow", "meter.lan"], "'meter.lan' is no network"),
            (["--max-connections", "0"], "'0' is no number of connections; write for example --max-connections 512"),
            (["--as", "native,paced=5ms"], "write paced= and a time from 10ms to 60s"),
        ]
    )
    func faults(arguments: [String], words: String) async throws {
        let (status, _, errors) = try await Program.run([RunningGateway.executable, "run", "-"] + arguments)
        #expect(status == 64)
        #expect(errors.contains(words), "\(errors)")
    }
}
