// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Every policy in every state", .serialized, .timeLimit(.minutes(3)))
struct FailSafeMatrixTests {
    private enum State: Int, CaseIterable {
        case waiting, fresh, stale, lost, recovering
    }

    /// What a read of live registers is told.
    private enum Told: Equatable {
        case silence
        case exception(Int)
        case values, unavailable, zeros, substitutes
    }

    /// One consumer's options, and what it is told in the order of the states.
    private static let consumers: [(options: String, told: [Told])] = [
        ("stale=silence", [.silence, .values, .silence, .silence, .silence]),
        (#"stale="exception 4""#, [.exception(4), .values, .exception(4), .exception(4), .exception(4)]),
        ("stale=unavailable", [.unavailable, .values, .unavailable, .unavailable, .unavailable]),
        ("stale=zero", [.silence, .values, .zeros, .zeros, .zeros]),
        (
            #"stale="substitute power = 5 kW""#,
            [.silence, .values, .substitutes, .substitutes, .substitutes]
        ),
        (#"stale="hold 60s then exception 6""#, [.silence, .values, .values, .values, .exception(6)]),
        (
            #"stale="exception 4",waiting="exception 5",lost=zero,recovering=unavailable"#,
            [.exception(5), .values, .exception(4), .zeros, .unavailable]
        ),
        ("class=battery", [.silence, .values, .silence, .silence, .silence]),
        ("class=hems", [.exception(11), .values, .exception(11), .exception(11), .exception(11)]),
        ("class=plc", [.unavailable, .values, .unavailable, .unavailable, .unavailable]),
    ]

    private static let map = """
        stale exception 8
        table holding
        0 u16 4660
        1 i32 power in W
        3 f32 voltage.l1 in V
        5 u16 status.state
        6 u16 quality(power)
        7 bits(power, voltage.l1)
        """
    /// Constant and status; live; all of it together.
    private static let reads = ["0/1", "5/1", "1/4", "0/8"]

    /// pymodbus at one end of a link.
    private struct Master {
        let program: Program

        init(_ link: [String]) async throws {
            program = try Program(
                [TestTools.path("python"), PythonClient.path("modbus_conversation")] + link + ["0.15"]
            )
            _ = await program.output.first { $0 == "connected" }
        }

        /// The words of each read, one number where it was an exception, nothing where there was silence.
        func read(_ reads: [String]) async throws -> [[Int]?] {
            let seen = program.output.count
            try program.write(Array((reads.joined(separator: " ") + "\n").utf8))
            let line = await program.output.first(from: seen) { _ in true }
            let answers = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
            return answers.map { ($0 as? [Int]) ?? ($0 as? Int).map { [$0] } }
        }
    }

    /// Asks every consumer for everything, and judges the answers.
    private func check(_ state: State, _ master: Master, _ link: String) async throws {
        let requests = Self.consumers.indices.flatMap { index in Self.reads.map { "\(index + 1)/\($0)" } }
        let answers = try await master.read(requests)
        try #require(answers.count == requests.count)
        // Whether there was time enough to ask them all.
        try #require(answers[1] == [state.rawValue], "\(state) by \(link)")
        try #require(answers[answers.count - 3] == [state.rawValue], "\(state) was over by \(link)")
        for (index, consumer) in Self.consumers.enumerated() {
            let own = Array(answers[index * 4..<index * 4 + 4])
            let what: Comment = "\(consumer.options) while \(state) by \(link)"
            #expect(own[0] == [4660], what)
            #expect(own[1] == [state.rawValue], what)
            let words = words(consumer.told[state.rawValue], state)
            #expect(own[2] == (words?.count == 8 ? words.map { Array($0[1..<5]) } : words), what)
            #expect(own[3] == words, what)
        }
    }

    /// The registers 0 to 7, the number of the exception, or nothing.
    private func words(_ told: Told, _ state: State) -> [Int]? {
        let volts = Int(Float(230.1).bitPattern)
        let live: (power: [Int], voltage: [Int], quality: Int, bits: Int)
        switch told {
        case .silence: return nil
        case .exception(let code): return [code]
        case .values: live = ([0, 668], [volts >> 16, volts & 0xFFFF], 2, 0b11)
        case .unavailable: live = ([0x8000, 0], [0x7FC0, 0], 0xFFFF, 0xFFFF)
        case .zeros: live = ([0, 0], [0, 0], 0, 0)
        case .substitutes: live = ([0, 5000], [0x7FC0, 0], 3, 0b01)
        }
        return [4660] + live.power + live.voltage + [state.rawValue, live.quality, live.bits]
    }

    @Test("pymodbus reads constants, live values and both at once, over TCP and on a serial line")
    func matrix() async throws {
        // Given a consumer of every policy, on both links
        let folder = try TemporaryFolder()
        _ = try folder.write("matrix.map", Self.map)
        let (end, port) = ("\(folder.path)/master", "\(folder.path)/port")
        let socat = try await Socat.line(between: end, and: port)
        let consumers = Self.consumers.enumerated().flatMap { index, consumer in
            ["--as", "matrix:\(index + 1),\(consumer.options)"]
        }
        // A stale meter leaves four reads without an answer, each waited for in vain, and a busy machine takes its time for the rest.
        let gateway = try await RunningGateway(
            [
                "run", "-", "--maps", folder.path, "--stale-after", "8s", "--listen",
                "serial:\(port)?settings=115200-8N1",
            ] + consumers
        )
        let masters = [
            ("TCP", try await Master(["socket", "\(gateway.port)"])), ("RTU", try await Master([end, "115200"])),
        ]
        func expectPolicies(_ state: State) async throws {
            async let tcp: Void = check(state, masters[0].1, masters[0].0)
            async let rtu: Void = check(state, masters[1].1, masters[1].0)
            _ = try await (tcp, rtu)
        }

        // Then each is told in each state what its policy says
        try await expectPolicies(.waiting)
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        try await expectPolicies(.fresh)
        await gateway.awaitState("stale")
        try await expectPolicies(.stale)
        await gateway.awaitState("lost")
        try await expectPolicies(.lost)
        try await gateway.feed(Fixture.threePhases(second: 1), andAwait: "recovering")
        try await expectPolicies(.recovering)
        await gateway.stop()
        socat.terminate()
    }

    @Test("Whoever is told numbers that the meter doesn't say is named at the start")
    func warnings() async throws {
        let gateway = try await RunningGateway([
            "run", "-", "--as", "native:1,stale=zero", "--as", #"native:2,stale="hold 5s then silence""#, "--as",
            "native:3,class=plc",
        ])
        let lines = gateway.program.errors.text.split(separator: "\n")
            .filter { $0.contains("while the meter is silent") }

        #expect(lines.count == 2)
        #expect(lines.first?.contains("native (unit 1) is told zeros as if they were measured") == true, "\(lines)")
        #expect(lines.last?.contains("native (unit 2) is told the last values for another 5s") == true, "\(lines)")
        await gateway.stop()
    }
}
