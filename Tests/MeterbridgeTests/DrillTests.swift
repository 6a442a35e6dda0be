// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Letting consumers be stale on purpose", .timeLimit(.minutes(2)))
struct DrillTests {
    private static let live = ["3/1/100/2", "4/2/52/2"]

    @Test("Whom it is of gets the fail-safe, the others their values, and when it is stopped all do")
    func drill() async throws {
        // Given two consumers of a fresh meter
        let folder = try TemporaryFolder()
        let socket = folder.path + "/control.sock"
        let gateway = try await RunningGateway([
            "run", "-", "--stale-after", "1h", "--as", "native:1", "--as", "eastron-sdm630:2", "--control", socket,
        ])
        _ = await gateway.program.errors.first { $0.contains("taking orders") }
        try await gateway.feed(Fixture.threePhases(import: 668), andAwait: "fresh")
        let told = try await Pymodbus.read(port: gateway.port, Self.live)

        // When one of them is drilled
        let drill = try Program([
            RunningGateway.executable, "drill", "eastron-sdm630", "--for", "1h", "--control", socket,
        ])
        _ = await drill.output.first { $0.contains("unit 2 (eastron-sdm630 of meter)") && $0.contains("silence") }

        // Then it gets no answer, and the other one its values; a telegram changes nothing about it
        for watts in [668, 668] {
            try await gateway.feed(Fixture.threePhases(import: watts))
            let answers = try await Pymodbus.read(port: gateway.port, Self.live, timeout: 0.2)
            #expect(answers.first == told.first)
            #expect(answers.last == .nothing)
        }

        // And when whoever began it goes away, it has its values again
        let seen = gateway.program.errors.count
        drill.kill()
        _ = await gateway.program.errors.first(from: seen) { $0.contains("a drill has ended") }
        #expect(try await Pymodbus.read(port: gateway.port, Self.live) == told)
        await gateway.stop()
    }

    @Test("It ends by itself, and tells programs so")
    func ending() async throws {
        let folder = try TemporaryFolder()
        let socket = folder.path + "/control.sock"
        let gateway = try await RunningGateway(["run", "-", "--stale-after", "1h", "--control", socket])
        _ = await gateway.program.errors.first { $0.contains("taking orders") }
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        let (status, output, _) = try await Program.run([
            RunningGateway.executable, "drill", "meter", "--for", "1s", "--json", "--control", socket,
        ])

        #expect(status == 0)
        let lines = output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines.first?.hasPrefix(#"{"event":"begun","name":"meter","consumers":[{"listener":"127.0.0.1:"#) == true
        )
        #expect(lines.last?.hasPrefix(#"{"event":"ended","name":"meter""#) == true)
        await gateway.stop()
    }

    @Test("Without a gateway, and with a name that nobody has, it says what to do")
    func faults() async throws {
        let folder = try TemporaryFolder()
        let socket = folder.path + "/control.sock"
        let command = [RunningGateway.executable, "drill", "metr", "--control", socket]
        let (unavailable, _, nobody) = try await Program.run(command)
        #expect(unavailable == 69)
        #expect(nobody.contains("no gateway takes orders at \(socket); start it with 'meterbridge run'"))

        let gateway = try await RunningGateway(["run", "-", "--control", socket])
        _ = await gateway.program.errors.first { $0.contains("taking orders") }
        let (usage, _, unknown) = try await Program.run(command)
        #expect(usage == 64)
        #expect(unknown.contains("nothing here is called 'metr'; did you mean 'meter'?"))
        await gateway.stop()
    }
}
