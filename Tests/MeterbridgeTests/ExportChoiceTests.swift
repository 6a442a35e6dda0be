// SPDX-License-Identifier: Apache-2.0

import Testing

/// `maps export`, as a person runs it.
enum Export {
    static func text(_ map: String, _ format: String, _ more: String...) async throws -> String {
        let result = try await Program.run(
            [RunningGateway.executable, "maps", "export", map, "--format", format] + more
        )
        try #require(result.status == 0, "\(result.errors)")
        return result.output
    }
}

@Suite("An export is of the map that was asked for", .timeLimit(.minutes(2)))
struct ExportChoiceTests {
    @Test("An export has the word order, the constants and the unit that were asked for, as run --as takes them")
    func choices() async throws {
        // Given the EM24 served with its words the other way round and another model code
        let request = "carlo-gavazzi-em24:5,high-first,model-code=1650"
        let gateway = try await RunningGateway(["run", "-", "--as", request])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // When the same request is exported for Telegraf, and read
        let folder = try TemporaryFolder()
        let text = try await Export.text(request, "telegraf", "--port", "\(gateway.port)")
        let path = try folder.write("em24.conf", text)
        let values = try await PythonClient.read([String: [String: ReadValue]].self, by: "telegraf_fields", [path])

        // Then the numbers are right, and the constant is the one that was set
        #expect(text.contains("slave_id = 5\n"))
        #expect(text.contains("byte_order = \"ABCD\"\n"))
        #expect(values[path]?["power"]?.number.map { abs($0 - 668) < 0.06 } == true)
        #expect(try await Export.text(request, "json").contains(#""value":"1650""#))
        await gateway.stop()
    }

    @Test(
        "What is asked for in vain is refused in the words of run --as",
        arguments: [
            ("native:300", "'300' in 'native:300' is no unit identifier; it is a number from 1 to 254"),
            ("native,low-frist", "did you mean 'low-first'?"),
            ("carlo-gavazzi-em24,model-cod=1", "has no constant 'model-cod'; it has model-code"),
        ]
    )
    func refusedChoices(request: String, sentence: String) async throws {
        let result = try await Program.run([
            RunningGateway.executable, "maps", "export", request, "--format", "csv",
        ])

        #expect(result.status == 64)
        #expect(result.errors.contains(sentence), "\(result.errors)")
    }

    @Test("What can't be exported is refused with what can")
    func refused() async throws {
        let format = try await Program.run([
            RunningGateway.executable, "maps", "export", "native", "--format", "telegrav",
        ])
        let map = try await Program.run([RunningGateway.executable, "maps", "export", "nativ", "--format", "csv"])

        #expect(format.status == 64)
        #expect(format.errors.contains("did you mean 'telegraf'?"))
        #expect(map.status == 64)
        #expect(map.errors.contains("did you mean 'native'?"))
    }

    @Test("A map file of the reader's own is exported by its path")
    func file() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("mine.map", "table holding\n5 u16 voltage.l1 in 0.1 V -- voltage")

        let text = try await Export.text(path, "csv")

        #expect(text.contains("\nholding,5,0x0005,6,40006,1,u16,,voltage_l1,voltage,,0.1,V,voltage.l1,"))
    }
}
