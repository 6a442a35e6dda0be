// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("What a map exports reads what the gateway serves", .timeLimit(.minutes(2)))
struct ExportTests {
    private struct Entry: Decodable {
        let name: String
        let type: String
        let scale: Double
        let unit: String?
        let value: String
        let live: Bool
    }

    private struct Listing: Decodable { let registers: [Entry] }

    private struct Value: Decodable {
        let value: Double?
        let unit: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            value = try? container.decode(Double.self, forKey: .value)
            unit = try? container.decode(String.self, forKey: .unit)
        }

        private enum CodingKeys: CodingKey { case value, unit }
    }

    private struct Decoded: Decodable { let quantities: [String: Value] }

    @Test(
        "modpoll, configured by an export, reads the values that decode shows",
        arguments: [("native", 30), ("eastron-sdm630", 9), ("carlo-gavazzi-em24", 9)]
    )
    func modpoll(map: String, atLeast: Int) async throws {
        // Given a running gateway and the configuration that its map exports
        let gateway = try await RunningGateway(["run", "-", "--as", "\(map):9"])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        let folder = try TemporaryFolder()
        let configuration = try folder.write(
            "modpoll.csv",
            try await export(map, "modpoll", "--unit", "9", "--port", "\(gateway.port)")
        )

        // When modpoll reads it all
        let result = try await Program.run([
            TestTools.path("modpoll"), "--tcp", "127.0.0.1", "--tcp-port", "\(gateway.port)", "--once", "--interval",
            "0",
            "--config", configuration, "--export", "\(folder.path)/values.json",
        ])
        try #require(result.status == 0, "\(result.output)\(result.errors)")
        await gateway.stop()

        // Then every register that holds a quantity as it is says the same as decode, to the step of the register
        let read = try #require(try jsonObject("\(folder.path)/values.json")[map] as? [String: Any])
        let listing = try JSONDecoder().decode(Listing.self, from: Data(try await export(map, "json").utf8))
        let quantities = try await decoded()
        var compared = 0
        for entry in listing.registers where entry.live {
            guard let expected = quantities[entry.value], let value = expected.value else { continue }
            let number = try #require((read[entry.name] as? NSNumber)?.doubleValue, "\(entry.name) was not read")
            let sent = value * size(expected.unit) / size(entry.unit)
            let tolerance = entry.type.hasPrefix("f") ? abs(sent) * 1e-6 : entry.scale * 0.5001
            #expect(abs(number - sent) <= tolerance, "\(entry.name): modpoll \(number), decode \(sent)")
            compared += 1
        }
        #expect(compared >= atLeast)
        // And everything that the map lists was read, bits by eights
        #expect(listing.registers.filter { $0.type != "bit" }.allSatisfy { read.keys.contains($0.name) })
    }

    @Test("mbpoll, run by an exported script, reads every register that it knows a type for")
    func mbpoll() async throws {
        let gateway = try await RunningGateway(["run", "-", "--as", "carlo-gavazzi-em24"])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        let script = try await export("carlo-gavazzi-em24", "mbpoll", "--port", "\(gateway.port)")
        let result = try await Program.run(["/bin/sh", "-e"], input: Array(script.utf8))

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("[40]: \t6680\n"))
        #expect(result.output.contains("[11]: \t1648\n"))
        await gateway.stop()
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

        let text = try await export(path, "csv")

        #expect(text.contains("\nholding,5,0x0005,6,40006,1,u16,,voltage_l1,voltage,,0.1,V,voltage.l1,"))
    }

    private func export(_ map: String, _ format: String, _ more: String...) async throws -> String {
        let result = try await Program.run(
            [RunningGateway.executable, "maps", "export", map, "--format", format] + more
        )
        try #require(result.status == 0, "\(result.errors)")
        return result.output
    }

    private func decoded() async throws -> [String: Value] {
        let result = try await Program.run(
            [RunningGateway.executable, "decode", "--json"],
            input: Fixture.threePhases()
        )
        return try JSONDecoder().decode(Decoded.self, from: Data(result.output.utf8)).quantities
    }

    private func jsonObject(_ path: String) throws -> [String: Any] {
        // Python writes a float that is none as NaN, which is no JSON.
        let text = try String(contentsOfFile: path, encoding: .utf8).replacing(": NaN", with: ": null")
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// How much larger a unit is than the plain one.
    private func size(_ unit: String?) -> Double {
        guard let unit, unit.count > 1, unit.hasPrefix("k") else { return unit == "ms" ? 0.001 : 1 }
        return 1000
    }
}
