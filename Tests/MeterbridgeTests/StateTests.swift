// SPDX-License-Identifier: Apache-2.0

import Foundation
import Telegrams
import Testing

@Suite("Counters outlive the program", .timeLimit(.minutes(2)))
struct StateTests {
    /// Where the native map has energy.import and energy.import.l1, in Wh.
    private static let (total, phase) = (200, 220)

    /// A meter whose first phase takes 360 kW, 0.1 Wh in a millisecond, so that a test sees its counter grow.
    private static func telegram(withSecondTariff: Bool = true) -> [UInt8] {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        writer.append("0-0:96.1.1", "4530303334303036373839303132333136")
        writer.append("1-0:1.8.1", "008000.000*kWh")
        if withSecondTariff { writer.append("1-0:1.8.2", "001000.000*kWh") }
        writer.append("1-0:2.8.1", "000300.000*kWh")
        writer.append("1-0:1.7.0", "360.000*kW")
        writer.append("1-0:21.7.0", "360.000*kW")
        writer.append("1-0:41.7.0", "000.000*kW")
        writer.append("1-0:61.7.0", "000.000*kW")
        return writer.telegram()
    }

    private func read(_ gateway: RunningGateway, _ address: Int = StateTests.phase) async throws -> Int {
        let values = try await Mbpoll.read(port: gateway.port, unit: 1, address: address, type: "4:int")
        return try #require(values?[address].flatMap { Int($0) })
    }

    /// Feeds telegrams until the counter has grown by so many watt-hours, and gives what it was told as last.
    private func grow(_ gateway: RunningGateway, by growth: Int, from start: Int) async throws -> Int {
        var told = start
        while told < start + growth {
            try await gateway.feed(StateTests.telegram())
            let next = try await read(gateway)
            try #require(next >= told)
            told = next
        }
        return told
    }

    private func start(_ folder: TemporaryFolder) async throws -> RunningGateway {
        let gateway = try await RunningGateway(["run", "-", "--as", "native"], state: folder)
        try await gateway.feed(StateTests.telegram(), andAwait: "fresh")
        return gateway
    }

    /// The first phase's energy as a file says it that was written at a clean stop, as the register in Wh has it.
    private func kept(_ folder: TemporaryFolder) throws -> Int {
        let text = try String(contentsOfFile: folder.path + "/meter.state", encoding: .utf8)
        #expect(!text.contains("promised"), "\(text)")
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("integral energy.import.l1 ") })
        let value = try #require(line.split(separator: " ").last.flatMap { Telegrams.Decimal($0) })
        // Told in tenths of a watt-hour, which the register rounds.
        return Int((value.scaled(by: 4).double.rounded(.down) / 10).rounded())
    }

    @Test("After a clean stop a phase's energy goes on exactly where it was, after a power cut not below")
    func restarts() async throws {
        let folder = try TemporaryFolder()

        // Given a counter that begins at its share of the total and has grown
        let first = try await start(folder)
        #expect(try await read(first) == 3_000_000)
        let toldFirst = try await grow(first, by: 20, from: 3_000_000)

        // When the program is stopped, then the file has the exact value, and the next start goes on there
        await first.stop()
        let kept = try kept(folder)
        #expect(kept >= toldFirst)
        let second = try await start(folder)
        #expect(try await read(second) == kept)

        // When the power is cut, then it goes on no lower, and no further off than the promise: two minutes at 360 kW, and
        // what came after the last reading
        let toldBeforeCut = try await grow(second, by: 20, from: kept)
        await second.kill()
        let third = try await start(folder)
        let toldAfterCut = try await read(third)
        #expect(toldAfterCut >= toldBeforeCut)
        #expect(toldAfterCut <= toldBeforeCut + 15_000)

        // And a clean stop after that is exact again
        await third.stop()
        let fourth = try await start(folder)
        #expect(try await read(fourth) == toldAfterCut)
        await fourth.stop()
    }

    @Test("A total is held when a telegram lacks one of its tariffs, and the log says so")
    func heldTotal() async throws {
        let gateway = try await RunningGateway(["run", "-", "--as", "native"])
        try await gateway.feed(StateTests.telegram(), andAwait: "fresh")

        try await gateway.feed(StateTests.telegram(withSecondTariff: false))
        let line = await gateway.program.errors.first { $0.contains("energy counter") && $0.contains("energy.import ") }

        #expect(line.contains("energy.import fell from 9000.000 to 8000.000 kWh and is held"))
        #expect(try await read(gateway, StateTests.total) == 9_000_000)
        await gateway.stop()
    }

    @Test("Two programs don't share a file: the second one counts in memory and says so")
    func locked() async throws {
        let folder = try TemporaryFolder()
        let first = try await start(folder)
        let second = try await start(folder)
        let line = await second.program.errors.first { $0.contains("in memory only") }
        #expect(line.contains("another meterbridge keeps its state in \(folder.path)/meter.state"))
        await second.stop()
        await first.stop()
    }

    @Test("A damaged file is set aside, and counting begins anew")
    func damaged() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("meter.state", "version 1\nmeter \"1\"\ncounter energy.inport 5\n")
        let gateway = try await start(folder)
        let fault = await gateway.program.errors.first {
            $0.contains("\(path):3:9: error: 'energy.inport' is no counter")
        }
        #expect(!fault.isEmpty)
        #expect(try await read(gateway) == 3_000_000)
        #expect(FileManager.default.fileExists(atPath: path + ".damaged-1"))
        await gateway.stop()
    }

    @Test("A folder that can't be had is named, and the values are served all the same")
    func noFolder() async throws {
        let program = try Program([
            RunningGateway.executable, "run", "-", "--listen", "127.0.0.1:0", "--state", "/proc/nowhere",
        ])
        let line = await program.errors.first { $0.contains("in memory only") }
        #expect(line.contains("/proc/nowhere: mkdir failed"))
        #expect(!(await program.errors.first { $0.contains("serving Modbus TCP") }).isEmpty)
        program.terminate()
        #expect(await program.exitStatus() == 0)
    }
}
