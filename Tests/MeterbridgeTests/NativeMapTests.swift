// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("What a PLC sees of the native map", .timeLimit(.minutes(2)))
struct NativeMapTests {
    @Test("One read proves addressing, word order and state")
    func verification() async throws {
        let gateway = try await RunningGateway(["run", "-", "--as", "native"])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        let block = try await words(gateway, "3/1/0/23")

        // "P1", version 1, the integer and the float by which word order shows, high word first
        #expect(block[0..<6] == [0x5031, 1, 0x1234, 0x5678, 0x4996, 0xB438])
        // Fresh, by its bit and its state, and a checksum was seen
        #expect(block[6] == 0b100_0001)
        #expect(block[22] == 1)
        // One telegram, and none rejected; its age counts
        #expect(block[7] == 1)
        #expect(block[8] == 0)
        #expect(block[10..<14] == [0, 1, 0, 0])
        // 15 January 2026, 10:30:00 in winter time
        #expect(block[18..<20] == [0x6968, 0xB398])
        await gateway.stop()
    }

    @Test("Integer, float, quality and 64-bit float of a value stand where the slot says")
    func slots() async throws {
        let gateway = try await RunningGateway(["run", "-", "--as", "native:5"])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // 668 W, worked out of import and export
        #expect(try await words(gateway, "3/5/100/2") == [0, 668])
        #expect(try await words(gateway, "4/5/1100/2") == [0x4427, 0])
        #expect(try await words(gateway, "3/5/2050/1") == [2])
        // 12345.678 kWh, the sum of two tariffs
        #expect(try await words(gateway, "3/5/200/2") == [0x00BC, 0x614E])
        #expect(try await words(gateway, "3/5/3400/4") == [0x40C8, 0x1CD6, 0xC8B4, 0x3958])
        // Sent, estimated, not available: voltage L1, energy of L1, frequency
        #expect(try await words(gateway, "3/5/2062/1") == [1])
        #expect(try await words(gateway, "3/5/2110/1") == [3])
        #expect(try await words(gateway, "3/5/2089/1") == [0])
        #expect(try await words(gateway, "3/5/178/2") == [0xFFFF, 0xFFFF])
        // Three phases, unit 5
        #expect(try await words(gateway, "3/5/742/2") == [3, 5])
        await gateway.stop()
    }

    @Test("125 registers from the beginning of every block are answered, whatever the meter does, and no further")
    func blocks() async throws {
        let starts = [0, 100, 200, 300, 400, 500, 600, 650, 700, 1100, 1600, 2050, 2300, 3400]
        let reads = starts.flatMap { ["3/1/\($0)/125", "4/1/\($0)/125"] }
        let gateway = try await RunningGateway(["run", "-", "--as", "native", "--stale-after", "300ms"])

        // Before the first telegram nothing reads as zero that the meter would say
        for answer in try await Pymodbus.read(port: gateway.port, reads) { #expect(count(answer) == 125) }
        let waiting = try await Pymodbus.read(
            port: gateway.port,
            ["3/1/100/2", "3/1/1100/2", "3/1/2050/1", "3/1/3400/4"]
        )
        #expect(
            waiting == [
                .words([0x8000, 0]), .words([0x7FC0, 0]), .words([0xFFFF]), .words([0x7FF8, 0, 0, 0]),
            ]
        )
        #expect(try await words(gateway, "3/1/22/1") == [0])
        #expect(try await words(gateway, "3/1/6/1") == [0b1000])

        // Nor once it is stale
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        await gateway.awaitState("lost")
        for answer in try await Pymodbus.read(port: gateway.port, reads) { #expect(count(answer) == 125) }
        #expect(try await words(gateway, "3/1/22/1") == [3])
        #expect(
            try await Pymodbus.read(port: gateway.port, ["3/1/100/2", "3/1/1100/2", "3/1/2050/1", "3/1/3400/4"])
                == waiting
        )

        // And outside there is nothing
        #expect(
            try await Pymodbus.read(port: gateway.port, ["3/1/900/1", "3/1/3600/1"]) == [.exception(2), .exception(2)]
        )
        await gateway.stop()
    }

    @Test("mbpoll reads the state and the quality by the addresses of the manual")
    func mbpoll() async throws {
        let gateway = try await RunningGateway(["run", "-", "--as", "native"])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 22, type: "4") == [22: "1"])
        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 4, type: "4:float") == [4: "1.23457e+06"])
        #expect(
            try await Mbpoll.read(port: gateway.port, unit: 1, address: 2050, count: 4, type: "4")
                == [2050: "2", 2051: "1", 2052: "1", 2053: "2"]
        )
        await gateway.stop()
    }

    private func words(_ gateway: RunningGateway, _ read: String) async throws -> [Int] {
        let answer = try await Pymodbus.read(port: gateway.port, [read])
        guard case .words(let words) = answer.first else {
            throw ServingTests.Unexpected(answer.first ?? .nothing)
        }
        return words
    }

    private func count(_ answer: Pymodbus.Answer) -> Int {
        if case .words(let words) = answer { words.count } else { 0 }
    }
}
