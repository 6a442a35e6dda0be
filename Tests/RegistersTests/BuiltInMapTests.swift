// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import RegisterMaps
import Registers
import Telegrams
import Testing

@Suite struct BuiltInMapTests {
    private static let library: MapLibrary = {
        var library = MapLibrary()
        for map in BuiltInMaps.all {
            library.add(SourceText(name: "(built in) \(map.name)", text: map.text), as: map.name)
        }
        return library
    }()

    @Test("Every map that travels in the program can be read and rendered", arguments: BuiltInMaps.all.map(\.name))
    func reads(name: String) throws {
        let map = try Self.library.map(name)
        #expect(!map.title.isEmpty)
        #expect(!map.identity.vendor.isEmpty)
        #expect(!map.units.isEmpty)
        let renderer = ImageRenderer(map)
        let reading = try Fixture.reading()
        let image = renderer.image(of: reading, identity: Fixture.identity(reading), status: StatusValues())
        #expect(image.saturated == 0)
        #expect(image.unfitUnits == 0)
        #expect(image.words.count == renderer.layout.liveness.count)
        #expect(renderer.missingVital(in: reading) == nil)
    }

    @Test("The native map proves addressing and word order in one read")
    func nativeBlock() throws {
        let renderer = ImageRenderer(try Self.library.map("native"))
        var status = StatusValues()
        status.state = .fresh
        status.age = 1234
        status.heartbeat = 7
        status.telegrams = 70_000
        status.rejected = 3
        status.period = 10_000
        status.uptime = 99
        status.time = 1_768_469_405
        status.hasSeenChecksum = true
        let reading = try Fixture.reading()
        let image = renderer.image(of: reading, identity: Fixture.identity(reading), status: status)
        let span = try #require(renderer.layout.spans.first { $0.table == .input && $0.start == 0 })
        let expected: [UInt16] = [
            0x5031, 1, 0x1234, 0x5678, 0x4996, 0xB438, 0b100_0001, 7, 0, 1234, 1, 4464, 0, 3, 0, 10_000, 0, 99, 0x6968,
            0xB398, 0x6968, 0xB39D, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ]
        #expect(Array(image.words[span.offset..<span.offset + 32]) == expected)
    }

    @Test("The EM24 reads as its clients expect, low word first")
    func em24() throws {
        let renderer = ImageRenderer(try Self.library.map("carlo-gavazzi-em24"))
        let reading = try Fixture.reading()
        let image = renderer.image(of: reading, identity: Fixture.identity(reading), status: StatusValues())
        let span = try #require(renderer.layout.spans.first { $0.table == .holding && $0.start == 0 })
        let words = Array(image.words[span.offset..<span.offset + span.count])
        #expect(Array(words[0..<2]) == [2310, 0])
        // Minus 1201.0 W.
        #expect(Array(words[0x28..<0x2A]) == [UInt16(truncatingIfNeeded: -12_010), 0xFFFF])
        #expect(words[0x33] == 500)
        #expect(renderer.layout.alone.map(\.address) == [0x000B, 0x000B])
        #expect(image.words[renderer.layout.alone[0].offset] == 1648)
    }

    @Test("A map is found by name, with the nearest name where there is none")
    func library() {
        #expect(Self.library.names == BuiltInMaps.all.map(\.name).sorted())
        #expect(throws: MapLibraryError.self) { try Self.library.map("nativ") }
        do {
            _ = try Self.library.map("nativ")
        } catch {
            #expect(error.description == "there is no register map 'nativ'; did you mean 'native'?")
        }
    }

    @Test("A constant can be overridden, and only one that the map has")
    func overrides() throws {
        let map = try Self.library.map("carlo-gavazzi-em24", overrides: ["model-code": "1650"])
        #expect(map.constants["model-code"] == .number(Decimal(1650)))
        do {
            _ = try Self.library.map("native", overrides: ["model-code": "1650"])
            Issue.record("an unknown constant was accepted")
        } catch {
            #expect(error.description == "the register map 'native' has no constants to set, and 'model-code' is given")
        }
    }
}
