// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Consumers are told what their settings ask for", .timeLimit(.minutes(2)))
struct ConsumerAdjustmentTests {
    @Test(
        "mbpoll and pymodbus read the power with an offset, a factor or another order of the phases, and the others don't"
    )
    func adjusted() async throws {
        // Given one telegram of 668 W, and a consumer as it is and four that are told something else
        let gateway = try await RunningGateway([
            "run", "-", "--as", "native:1", "--as", "native:2,offset=50W", "--as", "native:3,offset=-0.7kW@l1",
            "--as", "carlo-gavazzi-em24:4,scale=40,offset=-100W", "--as", "eastron-sdm630:5,phases=l2-l3-l1",
        ])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // When mbpoll reads the total
        var watts: [String?] = []
        for unit in 1...3 {
            watts.append(try await Mbpoll.read(port: gateway.port, unit: unit, address: 100, type: "4:int")?[100])
        }
        let scaled = try await Mbpoll.read(
            port: gateway.port,
            unit: 4,
            address: 0x28,
            type: "4:int",
            isBigEndian: false
        )

        // Then each is told its own: 40 times 668 W less 100 W, in tenths
        #expect(watts == ["668", "718", "-32"])
        #expect(scaled == [0x28: "266200"])

        // And pymodbus reads phases that sum up to it, and in the order that was asked for: −795, 283 and 1180 W
        let answers = try await Pymodbus.read(
            port: gateway.port,
            ["3/2/106/6", "3/3/106/6", "4/5/12/6"]
        )
        #expect(
            answers == [
                .words([0, 1180 + 17, 0xFFFF, 0x10000 - 795 + 17, 0, 283 + 16]),
                .words([0, 1180 - 700, 0xFFFF, 0x10000 - 795, 0, 283]),
                .words([0xC446, 0xC000, 0x438D, 0x8000, 0x4493, 0x8000]),
            ]
        )
        await gateway.stop()
    }

    @Test("An adjustment that can't be meant ends the program with a sentence")
    func refused() async throws {
        let program = try Program([RunningGateway.executable, "run", "-", "--as", "native,scale=0"])
        #expect(await program.exitStatus() == 64)
        #expect(program.errors.text.contains("'scale=0' is no factor; write a number from 0.001 to 100000"))
    }
}
