// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("The program serves what a meter says", .timeLimit(.minutes(2)))
struct ServingTests {
    @Test("mbpoll and pymodbus read the same of one telegram through three register maps")
    func threeMaps() async throws {
        // Given one telegram and three consumers
        let gateway = try await RunningGateway(
            ["run", "-", "--as", "native:1", "--as", "eastron-sdm630:2", "--as", "carlo-gavazzi-em24:3"]
        )
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // When mbpoll reads the power as each meter holds it
        let native = try await Mbpoll.read(port: gateway.port, unit: 1, address: 100, type: "4:int")
        let eastron = try await Mbpoll.read(port: gateway.port, unit: 2, address: 0x34, type: "3:float")
        let gavazzi = try await Mbpoll.read(
            port: gateway.port,
            unit: 3,
            address: 0x28,
            type: "4:int",
            isBigEndian: false
        )

        // Then it is 668 W, in W, W and tenths of W
        #expect(native == [100: "668"])
        #expect(eastron == [0x34: "668"])
        #expect(gavazzi == [0x28: "6680"])

        // And pymodbus reads the same words
        let answers = try await Pymodbus.read(port: gateway.port, ["3/1/100/2", "4/2/52/2", "3/3/40/2", "4/3/18/6"])
        #expect(
            answers == [
                .words([0, 668]), .words([0x4427, 0x0000]), .words([6680, 0]),
                .words([11800, 0, 0x10000 - 7950, 0xFFFF, 2830, 0]),
            ]
        )
        await gateway.stop()
    }

    @Test(
        "A client finds an EM24 by its model code, which a longer read does not see, and may write what Victron writes"
    )
    func discovery() async throws {
        let gateway = try await RunningGateway(["run", "-", "--as", "carlo-gavazzi-em24"])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        let answers = try await Pymodbus.read(
            port: gateway.port,
            ["3/1/11/1", "3/1/10/2", "3/1/40960/1", "3/1/0/80", "3/1/35168/2", "3/9/0/1", "3/255/11/1", "1/1/0/1"]
        )

        #expect(answers[0] == .words([1648]))
        // 397.9 V between L3 and L1, low word first
        #expect(answers[1] == .words([3979, 0]))
        #expect(answers[2] == .words([7]))
        guard case .words(let block) = answers[3] else { throw Unexpected(answers[3]) }
        #expect(block.count == 80)
        #expect(answers[4] == .exception(2))
        #expect(answers[5] == .exception(11))
        #expect(answers[6] == .words([1648]))
        #expect(answers[7] == .exception(1))
        await gateway.stop()
    }

    @Test("Other clients don't notice one that sends a byte and waits, among 200")
    func slowClients() async throws {
        let gateway = try await RunningGateway(["run", "-", "--as", "native"])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // Given 200 connections, of which one has sent the first byte of a request
        let sockets = try (0..<200).map { _ in try LoopbackSocket(port: gateway.port) }
        try sockets[0].send([0x00])

        // When the others ask, all at once
        let request: [UInt8] = [0, 1, 0, 0, 0, 6, 1, 3, 0, 100, 0, 2]
        for socket in sockets.dropFirst() { try socket.send(request) }

        // Then each is answered, and so is the first once it goes on
        for socket in sockets.dropFirst() {
            #expect(try socket.receive(13) == [0, 1, 0, 0, 0, 7, 1, 3, 4, 0, 0, 0x02, 0x9C])
        }
        try sockets[0].send(Array(request.dropFirst()))
        #expect(try sockets[0].receive(13) == [0, 1, 0, 0, 0, 7, 1, 3, 4, 0, 0, 0x02, 0x9C])
        await gateway.stop()
    }

    struct Unexpected: Error {
        let answer: Pymodbus.Answer
        init(_ answer: Pymodbus.Answer) { self.answer = answer }
    }
}
