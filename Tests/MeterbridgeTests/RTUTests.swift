// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("The program serves RTU masters", .timeLimit(.minutes(2)))
struct RTUTests {
    private static let maps = ["--as", "native:1", "--as", "eastron-sdm630:2", "--as", "carlo-gavazzi-em24:3"]
    /// Power as each of them holds it, and what it reads.
    private static let reads = ["3/1/100/2", "4/2/52/2", "3/3/40/2"]
    private static let words: [Pymodbus.Answer] = [.words([0, 668]), .words([0x4427, 0]), .words([6680, 0])]

    /// A gateway that serves on a serial line beside TCP, and the path of the master's end.
    private func withLine(
        speed: Int,
        _ arguments: [String] = [],
        _ body: (_ gateway: RunningGateway, _ master: String) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let (master, port) = ("\(folder.path)/master", "\(folder.path)/port")
        let socat = try await Socat.line(between: master, and: port)
        let gateway = try await RunningGateway(
            ["run", "-", "--listen", "serial:\(port)?settings=\(speed)-8N1"] + RTUTests.maps + arguments
        )
        try await body(gateway, master)
        await gateway.stop()
        socat.terminate()
        _ = await socat.exitStatus()
    }

    @Test("mbpoll and pymodbus read several units on one serial line", arguments: [9600, 115200])
    func serialLine(speed: Int) async throws {
        try await withLine(speed: speed) { gateway, master in
            try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

            #expect(
                try await Mbpoll.read(line: master, speed: speed, unit: 1, address: 100, type: "4:int") == [100: "668"]
            )
            #expect(
                try await Mbpoll.read(line: master, speed: speed, unit: 2, address: 0x34, type: "3:float")
                    == [0x34: "668"]
            )
            let link = Pymodbus.Link.serial(path: master, speed: speed)
            #expect(try await Pymodbus.read(link, RTUTests.reads) == RTUTests.words)
            // Long answers, exceptions, and a write that is acknowledged
            let answers = try await Pymodbus.read(link, ["3/3/0/80", "3/3/35168/2", "1/3/0/1", "6/3/40960/7"])
            guard case .words(let block) = answers[0] else { throw ServingTests.Unexpected(answers[0]) }
            #expect(block.count == 80)
            #expect(answers[1...2] == [.exception(2), .exception(1)])
            #expect(answers[3] == .words([]))
        }
    }

    @Test("Other units and broadcasts on the line get no answer, and nothing is upset by them")
    func foreignUnits() async throws {
        try await withLine(speed: 115200) { gateway, master in
            try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
            #expect(try await Mbpoll.read(line: master, speed: 115200, unit: 9, address: 100, type: "4:int") == nil)
            let link = Pymodbus.Link.serial(path: master, speed: 115200)
            let answers = try await Pymodbus.read(
                link,
                ["3/9/100/2", "3/1/100/2", "6/0/40960/7", "3/1/100/2"],
                timeout: 0.5
            )
            #expect(answers == [.nothing, .words([0, 668]), .nothing, .words([0, 668])])
        }
    }

    @Test("When telegrams stop, a master on the line gets the fail-safe of each map")
    func failSafe() async throws {
        try await withLine(speed: 9600, ["--stale-after", "300ms"]) { gateway, master in
            try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
            await gateway.awaitState("lost")

            let link = Pymodbus.Link.serial(path: master, speed: 9600)
            let answers = try await Pymodbus.read(link, RTUTests.reads + ["3/3/11/1"], timeout: 0.5)

            #expect(answers == [.words([0x8000, 0]), .nothing, .exception(4), .words([1648])])
        }
    }

    @Test("A line that was unplugged is served again when it comes back")
    func unplugged() async throws {
        let folder = try TemporaryFolder()
        let (master, port) = ("\(folder.path)/master", "\(folder.path)/port")
        let first = try await Socat.line(between: master, and: port)
        let gateway = try await RunningGateway(["run", "-", "--listen", "serial:\(port)"] + RTUTests.maps)
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        first.terminate()
        let line = await gateway.program.errors.first { $0.contains("a serial line isn't served") }
        #expect(line.contains("was unplugged"))
        _ = await first.exitStatus()
        let second = try await Socat.line(between: master, and: port)
        _ = await gateway.program.errors.first { $0.contains("serving Modbus RTU again") }

        #expect(
            try await Mbpoll.read(line: master, speed: 9600, unit: 3, address: 40, count: 2, type: "4")
                == [40: "6680", 41: "0"]
        )
        await gateway.stop()
        second.terminate()
    }

    @Test("pymodbus reads RTU frames over TCP, and mbpoll does through a converter")
    func overTCP() async throws {
        let gateway = try await RunningGateway(["run", "-", "--listen", "rtu+tcp://127.0.0.1:0"] + RTUTests.maps)
        let announcement = await gateway.program.errors.first { $0.contains("serving Modbus RTU over TCP") }
        let digits = announcement.split(separator: ":").last.map(String.init) ?? ""
        let port = try #require(Int(digits.prefix(while: \.isNumber)))
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        let answers = try await Pymodbus.read(
            .rtuOverTCP(port: port),
            RTUTests.reads + ["3/3/35168/2", "3/9/100/2", "6/0/40960/7", "3/1/100/2"],
            timeout: 0.5
        )
        #expect(answers == RTUTests.words + [.exception(2), .nothing, .nothing, .words([0, 668])])

        let folder = try TemporaryFolder()
        let converter = try await Socat.converter(from: "\(folder.path)/line", toPort: port)
        let read = try await Mbpoll.read(line: "\(folder.path)/line", speed: 9600, unit: 1, address: 100, type: "4:int")
        #expect(read == [100: "668"])
        // Modbus TCP beside it is what it was.
        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 100, type: "4:int") == [100: "668"])
        await gateway.stop()
        converter.terminate()
    }

    @Test(
        "A place where nothing can be served is refused, with the reason and the remedy",
        arguments: [
            ("serial:/dev/no-such-port", 69, "plug the adapter in or correct the path"),
            ("serial:/dev/null", 69, "is not a serial port"),
            ("serial:/dev/ttyUSB1?settings=9600-7E1", 64, "8 data bits"),
            ("serial:/dev/ttyUSB1?setings=9600-8N1", 64, "did you mean 'settings'?"),
            ("serial:", 64, "lacks the path"), ("rtu+tcp://host:x", 64, "rtu+tcp://0.0.0.0:4001"),
            ("tcp://0.0.0.0:502", 64, "0.0.0.0:1502"),
        ] as [(String, Int32, String)]
    )
    func refused(place: String, status: Int32, words: String) async throws {
        let (actual, _, errors) = try await Program.run([RunningGateway.executable, "run", "-", "--listen", place])
        #expect(actual == status)
        #expect(errors.contains(words), "\(errors)")
    }
}
