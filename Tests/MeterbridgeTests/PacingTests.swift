// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Clients that poll faster than the meter speaks", .timeLimit(.minutes(2)))
struct PacingTests {
    /// pymodbus, reading when it is told to.
    private struct Reader {
        let program: Program

        init(_ gateway: RunningGateway, unit: Int, _ addresses: [Int]) async throws {
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
                "Clients/paced_reads.py"
            ).path
            program = try Program(
                [TestTools.path("python"), script, "\(gateway.port)", "\(unit)"] + addresses.map { "\($0)" }
            )
            _ = await program.output.first { $0 == "connected" }
        }

        /// Makes the next read begin.
        func ask() async throws {
            let seen = program.output.count
            try program.write([10])
            _ = await program.output.first(from: seen) { $0 == "asking" }
        }

        /// The answer of a read: how long it took, in milliseconds, and what it said.
        func answer(from seen: Int = 0) async -> (took: Int, value: Int) {
            let numbers = await program.output.first(from: seen) { $0.first?.isNumber ?? false }.split(separator: " ")
            return (Int(numbers.first ?? "") ?? -1, Int(numbers.last ?? "") ?? -1)
        }

        func read() async throws -> (took: Int, value: Int) {
            let seen = program.output.count
            try await ask()
            return await answer(from: seen)
        }
    }

    /// The status page's address, which says how many answers wait.
    private func page(_ gateway: RunningGateway) async throws -> String {
        let announcement = await gateway.program.errors.first { $0.contains("serving the page") }
        let start = try #require(announcement.range(of: "http://"))
        return String(announcement[start.lowerBound...])
    }

    private func awaitWaitingAnswers(_ count: Int, _ page: String) async throws {
        while true {
            let (_, status, _) = try await Program.run(["/usr/bin/curl", "--silent", page + "api/v1/status"])
            if status.contains("\"waiting_answers\":\(count)") { return }
        }
    }

    @Test("A paced client gets the next telegram's values, another one the last ones at once")
    func paced() async throws {
        // Given a meter that has said 668 W, and two consumers of it
        let gateway = try await RunningGateway([
            "run", "-", "--as", "native:1,paced=30s", "--as", "native:2", "--page", "127.0.0.1:0", "--stale-after",
            "1m",
        ])
        let page = try await page(gateway)
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        let reader = try await Reader(gateway, unit: 1, [100, 1100, 100])

        // When the paced client asks
        try await reader.ask()
        try await awaitWaitingAnswers(1, page)

        // Then the other one is told at once what is known
        #expect(try await Pymodbus.read(port: gateway.port, ["3/2/100/2"]) == [.words([0, 668])])

        // And the paced client what comes next, and its next block without another wait
        try await gateway.feed(Fixture.threePhases(second: 1, import: 700))
        #expect(await reader.answer().value == 700)
        let second = try await reader.read()
        #expect(second.value == Int(Float(700).bitPattern))
        #expect(second.took < 5000)

        // And the block that it has had waits again
        let seen = reader.program.output.count
        try await reader.ask()
        try await awaitWaitingAnswers(1, page)
        try await gateway.feed(Fixture.threePhases(second: 2, import: 710))
        #expect(await reader.answer(from: seen).value == 710)
        await gateway.stop()
    }

    @Test("With once, a telegram's first read is answered at once, and a repeated one with the next telegram")
    func once() async throws {
        let gateway = try await RunningGateway([
            "run", "-", "--as", "native,once=30s", "--page", "127.0.0.1:0", "--stale-after", "1m",
        ])
        let page = try await page(gateway)
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        let reader = try await Reader(gateway, unit: 1, [100, 1100, 100])

        let first = try await reader.read()
        #expect(first.value == 668)
        #expect(first.took < 5000)
        #expect(try await reader.read().took < 5000)
        let seen = reader.program.output.count
        try await reader.ask()
        try await awaitWaitingAnswers(1, page)
        try await gateway.feed(Fixture.threePhases(second: 1, import: 700))
        #expect(await reader.answer(from: seen).value == 700)
        await gateway.stop()
    }

    @Test(
        "When no telegram comes, the last value is told at the deadline while it is fresh, else the fail-safe in time"
    )
    func deadline() async throws {
        let gateway = try await RunningGateway([
            "run", "-", "--as", "native:1,paced=400ms", "--as", "native:2,paced=30s", "--stale-after", "4s",
        ])
        let reader = try await Reader(gateway, unit: 1, [100])
        let patient = try await Reader(gateway, unit: 2, [100])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        let answer = try await reader.read()
        #expect(answer.value == 668)
        #expect((400..<2000).contains(answer.took))

        // Not available, from the moment at which the meter is stale and not after half a minute
        let unavailable = try await patient.read()
        #expect(unavailable.value == 0x8000_0000)
        #expect(unavailable.took < 6000)
        await gateway.stop()
    }
}
