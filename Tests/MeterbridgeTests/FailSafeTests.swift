// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("No consumer gets a number that the meter doesn't say now", .timeLimit(.minutes(2)))
struct FailSafeTests {
    private static let allMaps = [
        "--as", "native:1", "--as", "eastron-sdm630:2", "--as", "carlo-gavazzi-em24:3",
    ]
    /// Power as each profile holds it: native (integer and float), SDM630, EM24.
    private static let live = ["3/1/100/2", "3/1/1100/2", "4/2/52/2", "3/3/40/2"]
    /// What each profile says of itself: word order, meter code, model code.
    private static let constants = ["3/1/2/2", "3/2/64514/1", "3/3/11/1"]

    @Test("Before the first telegram, live registers get the fail-safe and constants are there")
    func waiting() async throws {
        // Given a gateway whose meter has said nothing
        let gateway = try await RunningGateway(["run", "-"] + FailSafeTests.allMaps)

        let live = try await Pymodbus.read(port: gateway.port, FailSafeTests.live, timeout: 0.2)
        let constants = try await Pymodbus.read(port: gateway.port, FailSafeTests.constants)
        let status = try await Pymodbus.read(port: gateway.port, ["3/1/6/1", "2/1/0/7"])

        expectFailSafe(live)
        #expect(constants == [.words([0x1234, 0x5678]), .words([0x0070]), .words([1648])])
        // Bit 3: waiting
        #expect(status == [.words([0b1000]), .words([0, 0, 0, 1, 0, 0, 0])])
        await gateway.stop()
    }

    @Test("When telegrams stop, live registers get the fail-safe; two telegrams bring the values back")
    func stopping() async throws {
        // Given a fresh meter whose values may be told for 300 ms
        let gateway = try await RunningGateway(["run", "-", "--stale-after", "300ms"] + FailSafeTests.allMaps)
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // When nothing more comes
        await gateway.awaitState("stale")

        // Then only the fail-safe is told, and what never changes
        expectFailSafe(try await Pymodbus.read(port: gateway.port, FailSafeTests.live, timeout: 0.2))
        #expect(
            try await Pymodbus.read(port: gateway.port, FailSafeTests.constants)
                == [.words([0x1234, 0x5678]), .words([0x0070]), .words([1648])]
        )
        await gateway.awaitState("lost")
        expectFailSafe(try await Pymodbus.read(port: gateway.port, FailSafeTests.live, timeout: 0.2))

        // And two telegrams in a row bring it back, unless they come in one go
        try await gateway.feed(
            Fixture.threePhases(second: 1) + Fixture.threePhases(second: 2),
            andAwait: "recovering"
        )
        try await gateway.recover()
        await gateway.stop()
    }

    @Test("A recovering meter is answered as a stale one until its second telegram")
    func recovering() async throws {
        // Given a meter that was lost and has sent one telegram, and a limit that leaves time to read
        let gateway = try await RunningGateway(["run", "-", "--stale-after", "8s", "--as", "native"])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        await gateway.awaitState("stale")
        try await gateway.feed(Fixture.threePhases(second: 1), andAwait: "recovering")

        #expect(try power(gateway) == [0x80, 0, 0, 0])

        // When the second comes in time
        try await gateway.recover(import: 700)

        // Then its value is told
        #expect(try power(gateway) == [0, 0, 0x02, 0xBC])
        await gateway.stop()
    }

    /// The native map's power, read without the time that it takes to start a client.
    private func power(_ gateway: RunningGateway) throws -> [UInt8] {
        let socket = try LoopbackSocket(port: gateway.port)
        try socket.send([0, 1, 0, 0, 0, 6, 1, 3, 0, 100, 0, 2])
        return Array(try socket.receive(13).suffix(4))
    }

    @Test("A damaged telegram is no telegram")
    func damaged() async throws {
        let gateway = try await RunningGateway(["run", "-", "--as", "native"])
        var telegram = Fixture.threePhases()
        telegram[telegram.count / 2] ^= 0x01

        try await gateway.feed(telegram)
        let line = await gateway.program.errors.first { $0.contains("telegram rejected") }

        #expect(line.contains("it was damaged on its way"))
        #expect(
            try await Pymodbus.read(port: gateway.port, ["3/1/100/2", "3/1/10/4"]) == [
                .words([0x8000, 0]), .words([0, 0, 0, 1]),
            ]
        )
        await gateway.stop()
    }

    /// Native: not available; SDM630: silence; EM24: exception 4.
    private func expectFailSafe(_ answers: [Pymodbus.Answer]) {
        #expect(answers == [.words([0x8000, 0]), .words([0x7FC0, 0]), .nothing, .exception(4)])
    }
}
