// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What broken and hostile clients do, while pymodbus asks beside them and must be answered each time.
@Suite("Nothing that one client does is felt by another", .timeLimit(.minutes(3)))
struct HazardTests {
    struct Hazard: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// As `Clients/modbus_hazards.py` calls it.
        let name: String
        /// What it says when all is well.
        let told: String
    }

    static let hazards = [
        Hazard("A hundred requests in one segment, bad ones among them", "glued", "answered in order"),
        Hazard("A request in two segments, cut at each of its bytes", "split", "answered"),
        Hazard("A request with a byte too many", "surplus byte", "exception 3, and still in step"),
        Hazard("A request shorter than its function wants", "short request", "exception 3, and still in step"),
        Hazard("A header with an impossible length", "bad length", "closed"),
        Hazard("A header with another protocol id", "bad protocol id", "closed"),
        Hazard("A web browser", "HTTP", "closed"),
        Hazard("A client that wants encryption", "TLS", "closed"),
        Hazard("Requests over which libmodbus would sleep", "disliked requests", "answered in order"),
        Hazard("Function codes from 128 on", "functions with top bit", "exception 1"),
        Hazard("Writes of every kind", "writes", "exception 1, and nothing written"),
        Hazard("One byte, and then nothing", "one byte", "closed"),
        Hazard("A byte every 300 ms", "dripping", "answered in time, closed when late"),
        Hazard("Fifty clients that ask and never read", "never reading", "closed"),
        Hazard("Clients that reset in the middle of a request", "reset in the middle", "a new one is served"),
        Hazard("Clients that ask and are gone", "gone without reading", "a new one is served"),
        Hazard("Two thousand connections", "many connections", "as many served as there is room for"),
        Hazard("Peers that vanish without a word, idle or while they are answered", "half-open", "closed"),
    ]

    private struct Outcome: Decodable {
        struct Neighbour: Decodable {
            let answers: Int
            let faults: [String]
        }
        let told: String
        let neighbour: Neighbour
    }

    @Test("The neighbour is answered all the time", arguments: hazards)
    func hazard(_ hazard: Hazard) async throws {
        let gateway = try await RunningGateway(["run", "-", "--as", "native"])
        try await meet(hazard.name, told: hazard.told, gateway)
        await gateway.stop()
    }

    @Test("Connections beyond descriptor 1023 are served: libmodbus would abort")
    func highDescriptors() async throws {
        let gateway = try await RunningGateway(
            ["run", "-", "--as", "native"],
            through: Self.withFiles(1100, limit: 4096)
        )
        try await meet("high descriptors", told: "answered", gateway)
        await gateway.stop()
    }

    @Test("Without descriptors left, those that are connected are served, the others wait, and no core is kept busy")
    func noDescriptors() async throws {
        let gateway = try await RunningGateway(
            ["run", "-", "--as", "native"],
            through: Self.withFiles(100, limit: 200)
        )
        try await meet("no descriptors", told: "150 served", gateway)
        #expect(gateway.program.errors.text.contains("may not open more files"))
        await gateway.stop()
    }

    @Test("A restart has its port at once, however many clients are connected")
    func restart() async throws {
        var port = 0
        for _ in 0..<3 {
            let gateway = try await RunningGateway(["run", "-", "--as", "native"], port: port)
            port = gateway.port
            let clients = try (0..<50).map { _ in try LoopbackSocket(port: port) }
            for client in clients { try client.send([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1]) }
            for client in clients { #expect(try client.receive(11) == [0, 1, 0, 0, 0, 5, 1, 3, 2, 0x50, 0x31]) }
            await gateway.stop()
            for client in clients { #expect(try client.receive(1).isEmpty) }
        }
    }

    private func meet(_ name: String, told: String, _ gateway: RunningGateway) async throws {
        let outcome = try await PythonClient.read(
            Outcome.self,
            by: "modbus_hazards",
            ["\(gateway.port)", "\(gateway.program.identifier)", name]
        )
        #expect(outcome.told == told)
        #expect(outcome.neighbour.faults == [])
        #expect(outcome.neighbour.answers > 2)
    }

    /// What becomes a gateway that finds `count` files open and may open `limit`.
    private static func withFiles(_ count: Int, limit: Int) -> [String] {
        ["/usr/bin/python3", PythonClient.path("with_files"), "\(count)", "\(limit)"]
    }
}

extension HazardTests.Hazard {
    init(_ sentence: String, _ name: String, _ told: String) {
        self.init(testDescription: sentence, name: name, told: told)
    }
}
