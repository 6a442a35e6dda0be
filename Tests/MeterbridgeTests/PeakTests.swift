// SPDX-License-Identifier: Apache-2.0

import Foundation
import Telegrams
import Testing

@Suite("The month's peak outlives the program", .timeLimit(.minutes(2)))
struct PeakTests {
    /// 2026-01-15 10:30 in Amsterdam.
    private static let halfPastTen = 1_768_469_400
    /// Where the native map has the running quarter hour in W, the month's peak in W, and when that was.
    private static let (running, peak, time) = (302, 304, 306)
    /// And where it has energy.import in Wh.
    private static let energy = 200

    /// A Dutch meter, which tells neither.
    ///
    /// - Parameters:
    ///   - clock: hour, minute and second, such as `103000`.
    ///   - energy: of the first tariff, in Wh; less than 10 MWh.
    private static func telegram(_ clock: String, energy: Int) -> [UInt8] {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        writer.append("0-0:1.0.0", "260115\(clock)W")
        writer.append("0-0:96.1.1", "4530303334303036373839303132333136")
        writer.append("1-0:1.8.1", "00\(energy / 1000).\(String(energy % 1000 + 1000).dropFirst())*kWh")
        writer.append("1-0:1.8.2", "000000.000*kWh")
        writer.append("1-0:1.7.0", "06.000*kW")
        return writer.telegram()
    }

    private func start(_ folder: TemporaryFolder) async throws -> RunningGateway {
        try await RunningGateway(["run", "-", "--as", "native"], state: folder)
    }

    private func read(_ gateway: RunningGateway, _ address: Int) async throws -> Int? {
        try await Mbpoll.read(port: gateway.port, unit: 1, address: address, type: "4:int")?[address].flatMap {
            Int($0)
        }
    }

    /// A telegram every thirty seconds from 10:14:30 until 10:30:00, at 6 kW; gives the counter at the end, in Wh.
    private func feedQuarterHour(_ gateway: RunningGateway) async throws -> Int {
        var energy = 8_000_000
        try await gateway.feed(PeakTests.telegram("101430", energy: energy), andAwait: "fresh")
        for second in stride(from: 15 * 60, through: 30 * 60, by: 30) {
            energy += 50
            let clock = "10\(second / 60)\(second % 60 == 0 ? "00" : "30")"
            try await gateway.feed(PeakTests.telegram(clock, energy: energy))
            while try await read(gateway, PeakTests.energy) != energy { try Task.checkCancellation() }
        }
        return energy
    }

    @Test("After a power cut the peak is there, and the quarter hour goes on from its beginning")
    func powerCut() async throws {
        // Given a whole quarter hour of 6 kW, and a file that says so
        let folder = try TemporaryFolder()
        let first = try await start(folder)
        let energy = try await feedQuarterHour(first)
        #expect(try await read(first, PeakTests.running) == 0)
        #expect(try await read(first, PeakTests.peak) == 6000)
        #expect(try await read(first, PeakTests.time) == PeakTests.halfPastTen)
        func kept() -> String { (try? String(contentsOfFile: folder.path + "/meter.state", encoding: .utf8)) ?? "" }
        while !kept().contains("\npeak 6000 at \(PeakTests.halfPastTen) in 2026-01\n") {
            // A writing that was under way delays the next one until another telegram comes.
            try Task.checkCancellation()
            try await first.feed(PeakTests.telegram("103000", energy: energy))
            _ = try await read(first, PeakTests.peak)
        }
        #expect(kept().contains("\nquarter \(PeakTests.halfPastTen) from 8001.550000000 whole\n"), "\(kept())")

        // When the power is cut in the middle of the next one, and the meter is heard again a minute and a half after it began
        await first.kill()
        let second = try await start(folder)
        try await second.feed(PeakTests.telegram("103130", energy: energy + 150), andAwait: "fresh")

        // Then 150 Wh since its beginning are 600 W, and the peak is what it was
        #expect(try await read(second, PeakTests.running) == 600)
        #expect(try await read(second, PeakTests.peak) == 6000)
        #expect(try await read(second, PeakTests.time) == PeakTests.halfPastTen)
        await second.stop()
    }

    @Test("A file whose peak is damaged is set aside, and the meter's values are served")
    func damaged() async throws {
        let folder = try TemporaryFolder()
        let text = "version 1\nmeter \"E0034006789012316\"\npeak 6000 at 1768469400 in 2026-31\nend\n"
        let path = try folder.write("meter.state", text)
        let gateway = try await start(folder)
        let fault = await gateway.program.errors.first { $0.contains("\(path):3:28: error: '2026-31' is no month") }
        #expect(!fault.isEmpty)

        try await gateway.feed(PeakTests.telegram("103000", energy: 8_000_000), andAwait: "fresh")
        #expect(try await read(gateway, PeakTests.energy) == 8_000_000)
        #expect(try await read(gateway, PeakTests.peak) != 6000)
        #expect(try String(contentsOfFile: path + ".damaged-1", encoding: .utf8) == text)
        await gateway.stop()
    }
}
