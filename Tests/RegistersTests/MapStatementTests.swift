// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Registers
import Telegrams
import Testing

@Suite struct MapStatementTests {
    private func parse(_ text: String, overrides: [String: String] = [:], maps: [String: String] = [:]) throws
        -> RegisterMap
    {
        try RegisterMapParser.parse(SourceText(name: "test.map", text: text), name: "test", overrides: overrides) {
            name in
            maps[name].map { SourceText(name: name, text: $0) }
        }
    }

    @Test("The head of a map")
    func head() throws {
        let map = try parse(
            """
            # A comment.
            title     Carlo Gavazzi EM24 DIN (Ethernet), new
            unit      240 200 1   # several
            identity  "Carlo Gavazzi" "EM24" "1.8.3"
            words     low-first
            stale     exception 4
            table both
            0x0028 i32 power in 0.1 W vital -- sum of the phases, + import
            """
        )
        #expect(map.name == "test")
        #expect(map.title == "Carlo Gavazzi EM24 DIN (Ethernet), new")
        #expect(map.units == [240, 200, 1])
        #expect(map.identity.vendor == "Carlo Gavazzi")
        #expect(map.identity.product == "EM24")
        #expect(map.identity.revision == "1.8.3")
        #expect(map.order == .lowFirst)
        #expect(map.stale == .exception(4))
        let register = try #require(map.registers.first)
        #expect(register.label == "sum of the phases, + import")
        #expect(register.addresses == 0x28...0x29)
        #expect(register.resolution?.step.description == "0.1")
        #expect(register.resolution?.unit == .watt)
        #expect(map.vitalQuantities == [.power])
    }

    @Test("What is not said: unit 1, high word first, silence")
    func defaults() throws {
        let map = try parse("table both\n0 u16 1")
        #expect(map.units == [1])
        #expect(map.order == .highFirst)
        #expect(map.stale == .silence)
        #expect(try parse("stale unavailable\ntable both\n0 u16 1").stale == .unavailable)
        #expect(try parse("stale silence\ntable both\n0 u16 1").stale == .silence)
    }

    @Test("Addresses in either notation, and '+' right after the register above")
    func addresses() throws {
        let map = try parse("table both\n40 u16 1\n+ u32 1\n+ text[5] \"a\"\n0x0100 u64 1\n+ u16 1\n65535 u16 1")
        #expect(map.registers.map(\.address) == [40, 41, 43, 0x100, 0x104, 65535])
    }

    @Test("After a faulty line '+' does not bring faults of its own")
    func plusAfterFault() {
        #expect(faults("table both\n0 u16 powr\n+ u16 1\n+ u16 1") == ["2:7 there is no quantity 'powr'"])
    }

    @Test("Sections name the registers below them")
    func sections() throws {
        let map = try parse("table both\n0 u16 1\nsection Energy and more\n1 u16 1\nsection B missing zero\n2 u16 1")
        #expect(map.registers.map(\.section) == [nil, "Energy and more", "B"])
    }

    @Test("Tables stand side by side, each with its own gaps")
    func tables() throws {
        let map = try RenderedMap("table holding\n0 u16 1\ngaps 1..2\ntable input\n0 u16 2\ntable discrete\n0 bit 1")
        #expect(map.words(0, 3, .holding) == [1, 0, 0])
        #expect(map.words(0, 1, .input) == [2])
        #expect(map.words(0, 3, .input) == nil)
        #expect(map.words(0, 1, .discrete) == [1])
        #expect(map.words(0, 1, .coils) == nil)
    }

    @Test("A constant of a map can be overridden, and the value is checked again")
    func constants() throws {
        let text = "set ct-rating = 50\ntable both\n0 u16 ct-rating * 2"
        #expect(try parse(text).constants == ["ct-rating": .number(Decimal(50))])
        #expect(try RenderedMap(text).all == [100])
        #expect(try RenderedMap(text, overrides: ["ct-rating": "60"]).all == [120])
        #expect(throws: FaultyText.self) { try parse(text, overrides: ["ct-rating": "60000"]) }
    }

    @Test("An included map brings its registers, gaps and constants, in its own word order")
    func include() throws {
        let maps = [
            "block":
                "words low-first\nmissing 9\nset size = 3\ntable both\n10 u32 size\n12 u16 frequency\ngaps 13..14 5"
        ]
        let text = "words high-first\nmissing 8\ntable both\n0 u32 1\n2 u16 frequency\ninclude block\n3 u16 frequency"
        let lookup: RegisterMapParser.Lookup = { name in maps[name].map { SourceText(name: name, text: $0) } }
        let map = try RenderedMap(text, lookup: lookup)
        #expect(map.words(0, 4) == [0, 1, 8, 8])
        #expect(map.words(10, 5) == [3, 0, 9, 5, 5])
        var library = MapLibrary()
        library.add(SourceText(name: "main", text: text), as: "main")
        library.add(SourceText(name: "block", text: maps["block"] ?? ""), as: "block")
        #expect(try library.map("main", overrides: ["size": "4"]).constants == ["size": .number(Decimal(4))])
    }

    @Test("A vital quantity that a telegram lacks is named")
    func vital() throws {
        let text =
            "0 i32 power vital\n2 u16 voltage.l2 ?? 230 vital\n3 u16 if meter.phases == 3 then tariff else 0 vital"
        let complete = try RenderedMap(text)
        #expect(complete.renderer.map.vitalQuantities == [.power, .voltageL2, .tariff])
        #expect(complete.renderer.missingVital(in: try Fixture.reading()) == nil)
        #expect(complete.renderer.missingVital(in: try Fixture.reading(without: ["1-0:52.7.0"])) == .voltageL2)
        let powerless = [
            "1-0:1.7.0", "1-0:2.7.0", "1-0:21.7.0", "1-0:41.7.0", "1-0:61.7.0", "1-0:22.7.0", "1-0:42.7.0",
            "1-0:62.7.0",
        ]
        #expect(complete.renderer.missingVital(in: try Fixture.reading(without: powerless)) == .power)
    }
}
