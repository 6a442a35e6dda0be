// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("What the commands tell people and programs", .timeLimit(.minutes(2)))
struct CommandTests {
    private func run(_ arguments: String..., input: [UInt8] = []) async throws -> (
        status: Int32, output: String, errors: String
    ) {
        try await Program.run([RunningGateway.executable] + arguments, input: input)
    }

    @Test("decode shows a table of quantities with units and sources")
    func decodeTable() async throws {
        let (status, output, _) = try await run("decode", input: Fixture.iceland())

        #expect(status == 0)
        #expect(output.contains(#"/ISk5\2MIE5E-200"#))
        #expect(output.contains(/heat\.supply +74\.8 +degC +0-1:24\.2\.3/))
        #expect(output.contains("odd: line 6: characters after the value were ignored"))
    }

    @Test("decode --json gives one object for each telegram, accepted or not")
    func decodeJSON() async throws {
        // Given a good telegram and a damaged one
        var damaged = Fixture.threePhases()
        damaged[200] ^= 1

        let (status, output, _) = try await run("decode", "--json", input: Fixture.threePhases() + damaged)

        #expect(status == 0)
        let objects = try output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        try #require(objects.count == 2)
        #expect(objects[0]["accepted"] as? Bool == true)
        #expect(objects[0]["crc"] as? String == "valid")
        let quantities = try #require(objects[0]["quantities"] as? [String: [String: Any]])
        let energy = try #require(quantities["energy.import"])
        #expect(energy["value"] as? Double == 12345.678)
        #expect(energy["unit"] as? String == "kWh")
        #expect(energy["source"] as? String == "1-0:1.8.1 + 1-0:1.8.2")
        #expect((objects[0]["objects"] as? [String: [String]])?["1-0:32.7.0"] == ["230.1*V"])
        #expect(objects[1]["accepted"] as? Bool == false)
        #expect(objects[1]["crc"] as? String == "invalid")
        #expect((objects[1]["reason"] as? String)?.contains("it was damaged on its way") == true)
    }

    @Test("decode names the dialect and the checksum's algorithm")
    func decodeDialect() async throws {
        let (status, output, _) = try await run("decode", input: Fixture.threePhases())

        #expect(status == 0)
        #expect(output.contains("  dialect   DSMR 5\n"))
        #expect(output.contains("  checksum  valid, CRC-16/ARC\n"))
    }

    @Test("decode shows a telegram that lost its carriage returns as it was sent, and says so")
    func decodeCopied() async throws {
        let (status, output, _) = try await run("decode", input: Fixture.threePhases().filter { $0 != 13 })

        #expect(status == 0)
        #expect(output.contains("its line ends had been changed"))
        #expect(output.contains("energy.import"))
    }

    @Test("decode --check shows only what is wrong, and its exit status is for all telegrams")
    func decodeCheck() async throws {
        // Given a good telegram, and a good one beside a damaged one
        var damaged = Fixture.threePhases()
        damaged[200] ^= 1

        let good = try await run("decode", "--check", input: Fixture.threePhases())
        let bad = try await run("decode", "--check", input: Fixture.threePhases() + damaged)

        #expect(good == (0, "", ""))
        #expect(bad.status == 65)
        #expect(bad.output.isEmpty)
        #expect(bad.errors.hasPrefix("telegram 2 was rejected: the checksum says"))
    }

    @Test("decode says by its exit status that nothing was accepted", arguments: [("none of it is a telegram", 65)])
    func decodeNothing(text: String, expected: Int32) async throws {
        let (status, _, errors) = try await run("decode", input: Array(text.utf8))

        #expect(status == expected)
        #expect(errors.contains("there is no telegram in it"))
    }

    @Test("maps check names every fault of a file with its place")
    func mapsCheck() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "mine.map",
            "table both\n0x0000 i32 voltag.l1 in 0.1 V\n2 u16 voltage.l1 in 0.1 A\n"
        )

        let (status, _, errors) = try await run("maps", "check", path)

        #expect(status == 78)
        #expect(
            errors.hasPrefix(
                """
                \(path):2:12: error: there is no quantity 'voltag.l1'
                0x0000 i32 voltag.l1 in 0.1 V
                           ^~~~~~~~~ did you mean 'voltage.l1'?
                \(path):3:7: error: a value in V can't be written in A
                """
            )
        )
    }

    @Test("maps check reads several files, sums them up, and goes on after one that can't be read")
    func mapsCheckSeveral() async throws {
        let folder = try TemporaryFolder()
        let good = try folder.write("good.map", "table both\n0 u16 1\n")
        let doubtful = try folder.write("doubtful.map", "set unused = 1\ntable both\n0 u16 1\n")
        let bad = try folder.write("bad.map", "table both\n9 u16 powr in Vlt\ninclude good\n0 u16 1\n")

        let several = try await run("maps", "check", good, doubtful, bad)
        #expect(several.status == 78)
        #expect(several.output.hasSuffix("2 of 3 maps are right; 3 faults, 1 warning\n"))
        #expect(several.errors.contains("\(bad):4:1: error: 0x0000 overlaps 0x0000 of line 2 of \(good)"))
        #expect(!several.errors.contains("\u{1B}"))

        let strict = try await run("maps", "check", "--strict", good, doubtful)
        #expect(strict.status == 78)
        #expect(try await run("maps", "check", good, doubtful).status == 0)

        let missing = try await run("maps", "check", folder.path + "/none.map", good)
        #expect(missing.status == 66)
        #expect(missing.output.hasSuffix("1 of 1 map is right; no faults\n"))
    }

    @Test("maps check takes folders and the names of known maps, and tells of a name that is neither")
    func mapsCheckFoldersAndNames() async throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("good.map", "table both\n0 u16 1\n")
        _ = try folder.write("bad.map", "table both\n0 u16 powr\n")
        _ = try folder.write("remarks.txt", "no map")

        let ofFolder = try await run("maps", "check", folder.path)
        #expect(ofFolder.status == 78)
        #expect(ofFolder.output == "good: 1 register, no faults\n1 of 2 maps are right; 1 fault\n")
        #expect(ofFolder.errors.hasPrefix("\(folder.path)/bad.map:2:7: error: there is no quantity 'powr'"))

        #expect(try await run("maps", "check", "eastron-sdm630").output.hasPrefix("eastron-sdm630: "))
        let unknown = try await run("maps", "check", "eastron-sdm63")
        #expect(unknown.status == 66)
        #expect(unknown.errors.contains("There is no map of that name either; did you mean 'eastron-sdm630'?"))
    }

    @Test("maps list tells which maps are a folder's own, and which of those take a built-in one's place")
    func mapsListFolder() async throws {
        let folder = try TemporaryFolder()
        let own = try folder.write("heat.map", "title Heat\nunit 10\ntable both\n0 u16 1\n")
        let native = try folder.write("native.map", "title Mine\ntable both\n0 u16 1\n")
        let bad = try folder.write("bad.map", "table both\n0 u16 powr\n")

        let (status, output, _) = try await run("maps", "list", "--maps", folder.path)

        #expect(status == 0)
        let lines = output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("heat  ") && $0.contains(" 10 ") && $0.hasSuffix("  \(own)") })
        #expect(lines.contains { $0.hasPrefix("native  ") && $0.hasSuffix("  \(native), instead of the built-in one") })
        #expect(lines.contains { $0.hasPrefix("bad  ") && $0.contains("has faults") && $0.hasSuffix("  \(bad)") })
        #expect(lines.contains { $0.hasPrefix("eastron-sdm630  ") && $0.hasSuffix("  built in") })
        #expect(try await !run("maps", "list").output.contains("built in"))
    }

    @Test("maps check --json tells programs one object for each map, from standard input too")
    func mapsCheckJSON() async throws {
        let text = "table both\n0 u16 powr\n1 u16 1\n1 u16 2\n"
        let (status, output, _) = try await run("maps", "check", "--json", "-", input: Array(text.utf8))

        #expect(status == 78)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        #expect(object["file"] as? String == "(standard input)")
        #expect(object["right"] as? Bool == false)
        #expect(object["registers"] is NSNull)
        let diagnostics = try #require(object["diagnostics"] as? [[String: Any]])
        #expect(diagnostics.map { $0["line"] as? Int } == [2, 4])
        #expect(diagnostics[0]["column"] as? Int == 7)
        #expect(diagnostics[0]["severity"] as? String == "error")
        #expect(diagnostics[0]["message"] as? String == "there is no quantity 'powr'")
        #expect(diagnostics[0]["hint"] as? String == "did you mean 'power'?")
        let notes = try #require(diagnostics[1]["notes"] as? [[String: Any]])
        #expect(notes.first?["line"] as? Int == 3)
    }

    @Test("A port that is taken is named, with the way to see who has it")
    func portInUse() async throws {
        let first = try await RunningGateway(["run", "-"])

        let (status, _, errors) = try await run("run", "-", "--listen", "127.0.0.1:\(first.port)")

        #expect(status == 69)
        #expect(errors.contains("another program has port \(first.port)"))
        #expect(errors.contains("ss -ltnp"))
        await first.stop()
    }

    @Test(
        "A command line that can't be meant is refused with the remedy",
        arguments: [
            (["run", "-", "--as", "eastron-sdm63"], "did you mean 'eastron-sdm630'?"),
            (["run", "-", "--as", "native", "--as", "eastron-sdm630"], "--as eastron-sdm630:2"),
            (["run", "-", "--listen", "nowhere:x"], "write ADDRESS:PORT"),
            (["run", "-", "--stale-after", "5"], "--stale-after 10s"),
            (["run", "seriel:/dev/ttyUSB0"], "did you mean 'serial:'?"),
            (["mpas", "list"], "there is no command 'meterbridge mpas'; did you mean 'maps'?"),
            (["maps", "lst"], "there is no command 'meterbridge maps lst'; did you mean 'list'?"),
            (["maps", "lift-off"], "there are list, show, check, export"),
            (["run", "-", "--as", "maps/heat.map"], "--maps maps/heat.map, and its map is called 'heat' then"),
            (["maps", "show", "unheard-of"], "`meterbridge maps list` names them all"),
        ]
    )
    func faults(arguments: [String], remedy: String) async throws {
        let (status, _, errors) = try await Program.run([RunningGateway.executable] + arguments)

        #expect(status == 64)
        #expect(errors.contains(remedy))
    }

    @Test("The demo is marked SIMULATED, and all its profiles say the same")
    func demo() async throws {
        // Given the demo; its announcement names the port
        let program = try Program([RunningGateway.executable, "demo", "--listen", "127.0.0.1:0"])
        #expect(await program.output.first { !$0.isEmpty }.hasPrefix("SIMULATED"))
        let announcement = await program.output.first { $0.contains("Modbus TCP on") }
        let port = try #require(announcement.split(separator: ":").last.flatMap { Int($0) })
        _ = await program.output.first { $0.contains("SIMULATED  fresh") }

        // When pymodbus reads heartbeat, power by three profiles, heartbeat, until both beats are the same
        var answers: [Pymodbus.Answer] = []
        repeat {
            answers = try await Pymodbus.read(port: port, ["3/1/7/1", "3/1/100/2", "4/2/52/2", "3/3/40/2", "3/1/7/1"])
        } while answers.first != answers.last

        // Then it is the same power each time, and the status says simulated
        guard case .words(let native) = answers[1], case .words(let eastron) = answers[2],
            case .words(let gavazzi) = answers[3]
        else { throw ServingTests.Unexpected(answers[1]) }
        let power = Int32(bitPattern: UInt32(native[0]) << 16 | UInt32(native[1]))
        #expect(Float(bitPattern: UInt32(eastron[0]) << 16 | UInt32(eastron[1])) == Float(power))
        #expect(Int32(bitPattern: UInt32(gavazzi[1]) << 16 | UInt32(gavazzi[0])) == power * 10)
        #expect(try await Pymodbus.read(port: port, ["2/1/5/1"]) == [.words([1])])
        program.terminate()
        #expect(await program.exitStatus() == 0)
    }
}
