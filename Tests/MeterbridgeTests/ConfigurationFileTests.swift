// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The configuration file and its commands", .timeLimit(.minutes(2)))
struct ConfigurationFileTests {
    /// The program without the variables that tests are run with.
    private static let command = ["/usr/bin/env", "-u", "METERBRIDGE_TEST_TOOLS", RunningGateway.executable]

    private static let right = """
        meter house
          input        -
          stale-after  1h
        listen 127.0.0.1:0
          consumer 7   native  offset 0 W
          consumer 8   eastron-sdm630 of house  low-first
          allow        192.168.1.0/24
        """

    private func run(_ arguments: [String], input: String = "") async throws -> (
        status: Int32, output: String, errors: String
    ) {
        try await Program.run(Self.command + arguments, input: Array(input.utf8))
    }

    private func file(_ text: String, in folder: TemporaryFolder) throws -> String {
        let path = folder.path + "/house.conf"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("A file is run: its consumers are read over Modbus, each under its unit")
    func served() async throws {
        // Given a running gateway that knows only its file
        let folder = try TemporaryFolder()
        let path = try file(Self.right, in: folder)
        let program = try Program(Self.command + ["run", "--config", path, "--set", "state=\(folder.path)"])
        let gateway = try await RunningGateway(program, state: folder)

        // When a telegram comes
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // Then both consumers tell its power, the second one with the low word first
        #expect(try await Mbpoll.read(port: gateway.port, unit: 7, address: 100, type: "4:int") == [100: "668"])
        let low = try await Mbpoll.read(
            port: gateway.port,
            unit: 8,
            address: 52,
            type: "3:float",
            isBigEndian: false
        )
        #expect(low == [52: "668"])
        // And the start said what an hour means
        #expect(program.errors.text.contains("values of house are told for 1h after the meter has fallen silent"))
        await gateway.stop()
    }

    @Test("Variables and options go before the file")
    func overrides() async throws {
        let folder = try TemporaryFolder()
        let path = try file(Self.right.replacing("127.0.0.1:0", with: "192.0.2.1:502"), in: folder)
        let environment = ["/usr/bin/env", "METERBRIDGE_LISTEN=127.0.0.1:0", "METERBRIDGE_HOUSE_STALE_AFTER=300ms"]
        let program = try Program(
            environment + [RunningGateway.executable, "run", "--config", path, "--set", "house.stale-after=30s"]
                + ["--set", "state=\(folder.path)"]
        )
        let gateway = try await RunningGateway(program, state: folder)

        // The option's half minute holds: no warning of the file's hour, and no silence after the variable's 300 ms.
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        #expect(!program.errors.text.contains("fallen silent"))
        #expect(try await Mbpoll.read(port: gateway.port, unit: 7, address: 100, type: "4:int") == [100: "668"])
        await gateway.stop()
    }

    @Test("check says what a right file does, and ends with 0")
    func checkRight() async throws {
        let (status, output, errors) = try await run(["check", "-"], input: Self.right)

        #expect(status == 0)
        #expect(output.contains("  unit 7: house as native; when the meter is silent: not-available values\n"))
        #expect(output.hasSuffix("(standard input): no faults, 1 warning\n"))
        #expect(errors.hasPrefix("(standard input):3:3: warning: values of house are told for 1h"))
        #expect(try await run(["check", "--strict", "-"], input: Self.right).status == 78)
    }

    @Test("check names every fault of a wrong file, and ends with 78")
    func checkWrong() async throws {
        let text = Self.right.replacing("native", with: "nativ").replacing("1h", with: "1")
        let (status, output, errors) = try await run(["check", "-"], input: text)

        #expect(status == 78)
        #expect(output == "(standard input): 2 faults, no warnings\n")
        #expect(
            errors == """
                (standard input):3:16: error: '1' is no time
                  stale-after  1
                               ^ a time has a unit: 1s or 1ms
                (standard input):5:16: error: there is no register map 'nativ'
                  consumer 7   nativ  offset 0 W
                               ^~~~~ did you mean 'native'?

                """
        )
    }

    @Test("check --json tells programs the same")
    func checkJSON() async throws {
        let text = Self.right.replacing("of house", with: "of hose")
        let wrong = try await run(["check", "--json", "-"], input: text)
        let right = try await run(["check", "--json", "-"], input: Self.right)

        #expect(wrong.status == 78)
        let report = try #require(JSONSerialization.jsonObject(with: Data(wrong.output.utf8)) as? [String: Any])
        #expect(report["right"] as? Bool == false)
        let diagnostic = try #require((report["diagnostics"] as? [[String: Any]])?.first)
        #expect(diagnostic["line"] as? Int == 6)
        #expect(diagnostic["column"] as? Int == 34)
        #expect(diagnostic["hint"] as? String == "did you mean 'house'?")

        #expect(right.status == 0)
        let good = try #require(JSONSerialization.jsonObject(with: Data(right.output.utf8)) as? [String: Any])
        #expect(good["meters"] as? [String] == ["house"])
        let consumers = try #require(good["consumers"] as? [[String: Any]])
        #expect(consumers.map { $0["unit"] as? Int } == [7, 8])
        #expect(consumers.map { $0["policy"] as? String } == ["unavailable", "silence"])
    }

    @Test("A file that isn't there ends both commands with 66, a wrong one ends run with 78")
    func exitStatus() async throws {
        #expect(try await run(["check", "/nowhere/house.conf"]).status == 66)
        let missing = try await run(["run", "--config", "/nowhere/house.conf"])
        #expect(missing.status == 66)
        #expect(missing.errors.contains("'/nowhere/house.conf' can't be read: No such file or directory"))
        let wrong = try await run(["run", "--config", "-"], input: "meter house\n")
        #expect(wrong.status == 78)
        #expect(wrong.errors.contains("(standard input):1:1: error: this meter has no input"))
    }

    @Test(
        "What the file says isn't said beside it",
        arguments: [
            ["/dev/ttyUSB0"], ["--as", "native"], ["--listen", "0.0.0.0:502"], ["--allow", "10.0.0.0/8"],
            ["--max-connections", "5"], ["--max-connections-per-address", "5"], ["--page", "8080"],
            ["--mqtt", "mqtt://broker"], ["--state", "/tmp"], ["--crc", "none"], ["--country", "IS"],
            ["--stale-after", "5s"], ["--key-file", "/tmp/key"],
        ]
    )
    func contradictions(flags: [String]) async throws {
        let (status, _, errors) = try await run(["run", "--config", "house.conf"] + flags)

        #expect(status == 64)
        #expect(errors.hasPrefix("Error: '\(flags[0])' and --config both say what to do; write it into house.conf"))
    }

    @Test("--set without a file is refused, and says what it is for")
    func setWithoutFile() async throws {
        let (status, _, errors) = try await run(["run", "-", "--set", "house.stale-after=5s"])

        #expect(status == 64)
        #expect(errors == "Error: --set changes what a configuration file says; name one by --config\n")
    }

    @Test("The step from one line to a file is a copy")
    func printed() async throws {
        let line = [
            "run", "serial:/dev/ttyUSB0?settings=9600-7E1", "--as", "carlo-gavazzi-em24", "--as",
            "eastron-sdm630:2,low-first,paced=800ms,meter-code=137", "--listen", "0.0.0.0:1502", "--allow",
            "10.0.0.0/8",
            "--stale-after", "20s", "--page", "8080",
        ]
        let (status, text, _) = try await run(line + ["--print-config"])

        #expect(status == 0)
        #expect(
            text == """
                meter meter
                  input         serial:/dev/ttyUSB0  settings=9600-7E1 request=both
                  stale-after   20s

                listen 0.0.0.0:1502
                  consumer      1 carlo-gavazzi-em24 of meter
                  consumer      2 eastron-sdm630 of meter low-first paced 800ms set meter-code=137

                limits
                  allow         10.0.0.0/8

                page          127.0.0.1:8080

                """
        )
        let again = try await run(["run", "--config", "-", "--print-config"], input: text)
        #expect(again.status == 0)
        #expect(again.output == text)
    }

    @Test("A key that was typed isn't written down")
    func typedKey() async throws {
        let key = "00112233445566778899AABBCCDDEEFF"
        let (status, output, errors) = try await run(["run", "-", "--key", key, "--print-config"])

        #expect(status == 64)
        #expect(output.isEmpty)
        #expect(errors.contains("name that by --key-file"))
        #expect(!errors.contains(key))
    }

    @Test("The worked file of the documentation is right")
    func documentation() async throws {
        let reference = try await run(["check", "--reference"])
        let parts = reference.output.components(separatedBy: "```\n")
        let (status, output, errors) = try await run(["check", "-"], input: try #require(parts.dropFirst().first))

        #expect(reference.status == 0)
        #expect(status == 0)
        #expect(output.hasSuffix("(standard input): no faults, no warnings\n"))
        #expect(errors.isEmpty)
    }
}
