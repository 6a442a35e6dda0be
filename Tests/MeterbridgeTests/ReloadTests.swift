// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@Suite("A configuration that changes while the gateway runs", .timeLimit(.minutes(3)))
struct ReloadTests {
    private struct Running {
        let gateway: RunningGateway
        let path: String

        /// Starts with a file that says `text`.
        init(_ text: String) async throws {
            let folder = try TemporaryFolder()
            path = folder.path + "/house.conf"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let program = try Program([
                RunningGateway.executable, "run", "--config", path, "--set", "state=\(folder.path)",
            ])
            gateway = try await RunningGateway(program, state: folder)
        }

        /// Changes the file, and waits until the log says what came of it.
        func reload(_ text: String, until line: String = "the changed configuration is in force") async throws {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let seen = gateway.program.errors.count
            kill(gateway.program.identifier, SIGHUP)
            let found = await gateway.program.errors.first(from: seen) { $0.contains(line) }
            #expect(!found.isEmpty, "\(gateway.program.errors.text)")
        }

        func power(unit: Int) async throws -> [Int: String]? {
            try await Mbpoll.read(port: gateway.port, unit: unit, address: 100, type: "4:int")
        }
    }

    private static func file(_ consumers: String, meter: String = "stale-after 1h") -> String {
        "meter house\n  input -\n  \(meter)\nlisten 127.0.0.1:0\n\(consumers)"
    }

    @Test(
        "A consumer that is new has the values at once, one that is gone isn't served any more, and the others notice nothing"
    )
    func consumers() async throws {
        // Given a meter that has spoken once, and speaks no more
        let running = try await Running(Self.file("  consumer 1 native\n  consumer 2 native\n"))
        try await running.gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // When one consumer goes, and another one comes with an offset
        try await running.reload(Self.file("  consumer 1 native\n  consumer 3 native offset 50 W\n"))

        #expect(try await running.power(unit: 1) == [100: "668"])
        #expect(try await Pymodbus.read(port: running.gateway.port, ["3/2/100/2"]) == [.exception(11)])
        #expect(try await running.power(unit: 3) == [100: "718"])
        await running.gateway.stop()
    }

    @Test("A faulty file is refused with its fault, and what was in force stays so")
    func refused() async throws {
        let running = try await Running(Self.file("  consumer 1 native\n"))
        try await running.gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        try await running.reload(Self.file("  consumer 1 nativ\n"), until: "did you mean 'native'?")
        let log = running.gateway.program.errors.text
        #expect(log.contains("house.conf is refused, and the one before stays in force"))
        #expect(try await running.power(unit: 1) == [100: "668"])

        // A port that can't be had
        let taken = Self.file("  consumer 1 native\nlisten 127.0.0.1:\(running.gateway.port)\n  consumer 1 native\n")
        try await running.reload(taken, until: "refused, and the one before stays in force")
        #expect(try await running.power(unit: 1) == [100: "668"])
        await running.gateway.stop()
    }

    @Test("A meter that is configured otherwise begins anew: nobody gets its old values")
    func meter() async throws {
        let running = try await Running(Self.file("  consumer 1 native\n"))
        try await running.gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        #expect(try await running.power(unit: 1) == [100: "668"])

        try await running.reload(Self.file("  consumer 1 native\n", meter: "stale-after 2h"))

        #expect(try await Pymodbus.read(port: running.gateway.port, ["3/1/100/2"]) == [.words([0x8000, 0])])
        await running.gateway.stop()
    }

    @Test("Two hundred clients read through fifty reloads: no connection is lost, no reply is missing or torn")
    func underLoad() async throws {
        // Given 200 clients that read on and on
        let files = [
            Self.file("  consumer 1 native\n"),
            Self.file(
                "  consumer 1 native\n  consumer 2 eastron-sdm630 class plc\nlisten 127.0.0.1:0\n  consumer 9 native\n"
            ),
            Self.file("  consumer 1 native class hems\n  consumer 4 native scale 2\nlimits\n  connections 300\n"),
        ]
        let running = try await Running(files[0])
        try await running.gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Clients/reload_clients.py").path
        let clients = try Program([TestTools.path("python"), script, "\(running.gateway.port)", "200"])
        _ = await clients.output.first { $0 == "reading" }

        // When the configuration changes fifty times, and telegrams come in between
        for number in 1...50 {
            try await running.reload(files[number % files.count])
            try await running.gateway.feed(Fixture.threePhases(second: number, import: 600 + number))
        }

        // Then every client has all its answers
        try clients.closeInput()
        let result = await clients.output.first { $0.hasPrefix("replies") }
        #expect(result == "replies True missing 0 torn 0 lost 0 []")
        await running.gateway.stop()
    }
}
