// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("What a map exports reads what the gateway serves", .timeLimit(.minutes(2)))
struct ExportTests {
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
            try await Export.text("\(map):9", "modpoll", "--port", "\(gateway.port)")
        )

        // When modpoll reads it all
        let result = try await Program.run([
            TestTools.path("modpoll"), "--tcp", "127.0.0.1", "--tcp-port", "\(gateway.port)", "--once", "--interval",
            "0",
            "--config", configuration, "--export", "\(folder.path)/values.json",
        ])
        try #require(result.status == 0, "\(result.output)\(result.errors)")
        await gateway.stop()

        // Then every register that holds a quantity as it is says the same as decode
        let read = try #require(try jsonObject("\(folder.path)/values.json")[map] as? [String: Any])
        let listing = try await MapListing(map)
        let compared = try await DecodedQuantities(Fixture.threePhases()).expectEqual(listing, client: "modpoll") {
            try #require((read[$0.name] as? NSNumber)?.doubleValue, "\($0.name) was not read")
        }
        #expect(compared >= atLeast)
        // And everything that the map lists was read, bits by eights
        #expect(listing.registers.filter { $0.type != "bit" }.allSatisfy { read.keys.contains($0.name) })
    }

    @Test("Telegraf's plugin, as its documentation says it reads, gets every profile's values by the exported TOML")
    func telegraf() async throws {
        let (gateway, files) = try await everyProfile("telegraf")

        // When each field is read by its register, address, type, byte order and scale
        let values = try await PythonClient.read(
            [String: [String: ReadValue]].self,
            by: "telegraf_fields",
            files.map(\.path)
        )

        // Then it is what decode says, in the unit that the comment names
        let decoded = try await DecodedQuantities(Fixture.threePhases())
        for (name, path) in files {
            let fields = try #require(values[path])
            let listing = try await MapListing(name)
            let compared = try decoded.expectEqual(listing, client: "Telegraf, \(name):") { fields[$0.name]?.number }
            #expect(compared >= 4, "\(name)")
            // What answers only a read of its own is left out, and Telegraf reads everything else.
            #expect(Set(fields.keys) == Set(listing.registers.filter { !$0.alone }.map(\.name)), "\(name)")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            for register in listing.registers.filter({ $0.unit != nil && !$0.alone }) {
                let line = text.split(separator: "\n").first { $0.contains(#" name="\#(register.name)","#) }
                #expect(line?.contains(", in \(register.unit ?? ""): ") == true, "\(name), \(register.name)")
            }
        }
        await gateway.stop()
    }

    @Test("Home Assistant's integration, as its documentation says it reads, gets every profile's values and units")
    func homeAssistant() async throws {
        let (gateway, files) = try await everyProfile("home-assistant")

        // When each sensor is read by its input type, data type, swap, scale and precision
        let values = try await PythonClient.read(
            [String: [String: Sensor]].self,
            by: "home_assistant_sensors",
            files.map(\.path)
        )

        // Then it is what decode says, in the same unit
        let decoded = try await DecodedQuantities(Fixture.threePhases())
        let symbols = ["degC": "°C", "m3": "m³", "m3/h": "m³/h", "l": "L"]
        for (name, path) in files {
            let sensors = try #require(values[path])
            let listing = try await MapListing(name)
            let prefix = "\(name)_\(try EveryProfile.unit(name))_"
            let compared = try decoded.expectEqual(listing, client: "Home Assistant, \(name):") {
                try #require(sensors[prefix + $0.name], "\(name), \($0.name)").value?.number
            }
            #expect(compared >= 4, "\(name)")
            #expect(Set(sensors.keys) == Set(listing.registers.map { prefix + $0.name }), "\(name)")
            for register in listing.registers where register.type != "bit" {
                let unit = register.unit.map { symbols[$0] ?? $0 }
                #expect(sensors[prefix + register.name]?.unit == unit, "\(name), \(register.name)")
            }
        }
        await gateway.stop()
    }

    @Test(
        "mbpoll, run by an exported script, reads every register that it knows a type for",
        arguments: EveryProfile.names
    )
    func mbpoll(map: String) async throws {
        // Given a gateway, and the script that the map exports for it
        let gateway = try await RunningGateway(["run", "-", "--as", "\(map):9"])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        let script = try await Export.text("\(map):9", "mbpoll", "--port", "\(gateway.port)")

        // When a shell runs it
        let result = try await Program.run(["/bin/sh", "-e"], input: Array(script.utf8))
        try #require(result.status == 0, "\(result.errors)")
        await gateway.stop()

        // Then every number is there, and says what decode says
        let read = MbpollOutput(result.output)
        let listing = try await MapListing(map)
        let numbers = listing.registers.filter { ["u16", "i16", "u32", "i32", "f32"].contains($0.type) }
        #expect(!numbers.isEmpty)
        for register in numbers { #expect(read.value(of: register) != nil, "\(register.name)") }
        let compared = try await DecodedQuantities(Fixture.threePhases()).expectEqual(
            listing,
            client: "mbpoll",
            // It shows six digits.
            precision: 1e-5
        ) {
            numbers.map(\.name).contains($0.name) ? read.value(of: $0) : nil
        }
        #expect(compared >= 4)
    }

    /// A fresh gateway that serves all profiles, and a file for each of what it exports.
    private func everyProfile(_ format: String) async throws -> (RunningGateway, [(name: String, path: String)]) {
        let gateway = try await EveryProfile.gateway("--stale-after", "60s")
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        var files: [(String, String)] = []
        for name in EveryProfile.names {
            let text = try await Export.text(
                "\(name):\(try EveryProfile.unit(name))",
                format,
                "--port",
                "\(gateway.port)"
            )
            files.append((name, try folder.write(name, text)))
        }
        return (gateway, files)
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private struct Sensor: Decodable {
        let value: ReadValue?
        let unit: String?
    }

    private func jsonObject(_ path: String) throws -> [String: Any] {
        // Python writes a float that is none as NaN, which is no JSON.
        let text = try String(contentsOfFile: path, encoding: .utf8).replacing(": NaN", with: ": null")
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
