// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Registers
import Telegrams
import Testing

@Suite("Constants, calculations and included maps") struct MapLanguageTests {
    private func lookup(_ maps: [String: String]) -> RegisterMapParser.Lookup {
        { name in maps[name].map { SourceText(name: "\(name).map", text: $0) } }
    }

    @Test("A text constant is a text, and a consumer may choose another")
    func textConstant() throws {
        let text = "set vendor = \"Eastron\"\nidentity vendor \"SDM630\" \"1\"\ntable both\n0 text[8] vendor"

        let map = try RenderedMap(text)
        #expect(map.words(0, 4)?.text == "Eastron")
        #expect(map.renderer.map.identity.vendor == "Eastron")

        let other = try RenderedMap(text, overrides: ["vendor": "5"])
        #expect(other.words(0, 4)?.text == "5")
        #expect(other.renderer.map.identity.vendor == "5")
        #expect(throws: FaultyText.self) { try RenderedMap(text, overrides: ["vendor": "too long for it"]) }
    }

    @Test("A number constant takes numbers in either notation, and no others")
    func numberConstant() throws {
        let text = "set code = 5\ntable holding\n0 u16 code accept code"

        #expect(try RenderedMap(text, overrides: ["code": "0x10"]).all == [16])
        #expect(try RenderedMap(text, overrides: ["code": "0x10"]).renderer.layout.accepted.map(\.word) == [16])
        do {
            _ = try RenderedMap(text, overrides: ["code": "five"])
            Issue.record("a word was taken for a number")
        } catch let fault as FaultyText {
            #expect(fault.diagnostics.map(\.message) == ["'code' is a number, and it is set to 'five'"])
        }
    }

    @Test("A calculation with a name stands for itself, with its unit")
    func calculation() throws {
        let text = """
            let total = voltage.l1 + voltage.l2 + voltage.l3
            let half = total / 2
            table both
            0 u16 total in 0.1 V
            1 u16 half in V
            2 u16 total / 3 in V
            """
        #expect(try RenderedMap(text).all == [6900, 345, 230])
        #expect(faults(text + "\n3 u16 total in A") == ["7:7 a value in V can't be written in A"])
    }

    @Test("A plain number or an OBIS code with a name takes the unit that it stands beside")
    func bareCalculation() throws {
        let text =
            "let nominal = 1-0:99.9.9 ?? 230\ntable both\n0 u16 nominal in V\n1 u16 min(nominal, voltage.l2) in 0.1 V"
        #expect(try RenderedMap(text).all == [230, 2300])
    }

    @Test("An included map takes values for its constants; --as goes before them")
    func includeValues() throws {
        let maps = ["block": "set size = 3\nset who = \"x\"\ntable both\n10 u16 size\n11 text[4] who"]
        let text = "set mine = 7\ntable both\n0 u16 mine\ninclude block size = mine who = \"abcd\""

        let map = try RenderedMap(text, lookup: lookup(maps))
        #expect(map.words(10, 1) == [7])
        #expect(map.words(11, 2)?.text == "abcd")
        #expect(
            map.renderer.map.constants == [
                "mine": .number(Decimal(7)), "size": .number(Decimal(7)), "who": .text("abcd"),
            ]
        )

        let other = try RenderedMap(text, overrides: ["size": "9"], lookup: lookup(maps))
        #expect(other.words(10, 1) == [9])
    }

    @Test("Names of an included map are its own")
    func names() {
        let maps = ["block": "let half = power / 2\ntable both\n10 i32 half in W"]
        let text = "table both\ninclude block\n0 i32 half in W"
        #expect(faults(text, lookup: lookup(maps)) == ["3:7 there is no quantity 'half'"])
    }

    @Test("Two maps that include a third one share its registers")
    func diamond() throws {
        let maps = [
            "a": "include c\ntable both\n1 u16 1", "b": "include c\ntable both\n2 u16 2", "c": "table both\n0 u16 9",
        ]
        #expect(try RenderedMap("include a\ninclude b\ntable both\n3 u16 3", lookup: lookup(maps)).all == [9, 1, 2, 3])
    }

    @Test("Each type may have its own sign for 'not available', for what is missing and for what is stale")
    func notAvailable() throws {
        let text = """
            missing not-implemented
            not-available i16 0x7FFF
            not-available u32 0
            not-available f32 -1
            table both
            0 i16 frequency
            1 u32 frequency
            3 f32 frequency
            5 u16 frequency
            6 i16 voltage.l1 missing zero
            """
        let map = try RenderedMap(text)
        let minusOne = [UInt16(0xBF80), 0]
        #expect(map.all == [0x7FFF, 0, 0] + minusOne + [0xFFFF, 231])
        let stale = map.renderer.unavailableImage(identity: nil, status: StatusValues())
        #expect(map.words(0, 7, of: stale) == [0x7FFF, 0, 0] + minusOne + [0xFFFF, 0x7FFF])
    }

    @Test("An object of the telegram may be a text, with another one where it is missing")
    func textOfObject() throws {
        let map = try RenderedMap("0 text[4] 0-0:96.14.0 ?? \"none\"\n2 text[4] 0-0:99.99.9 ?? 0-0:99.99.8 ?? \"none\"")
        #expect(map.words(0, 2)?.text == "0002")
        #expect(map.words(2, 2)?.text == "none")
    }

    @Test("The holding table may show the input table too, save where it has registers")
    func mirror() throws {
        let text = """
            table input
            gaps 0..5
            0 u16 1
            2 u32 2
            table holding mirrors input
            3 u16 9
            """
        let map = try RenderedMap(text)
        #expect(map.words(0, 6, .input) == [1, 0, 0, 2, 0, 0])
        #expect(map.words(0, 6, .holding) == [1, 0, 0, 9, 0, 0])
        let refused = "only the holding table mirrors another, and that is the input table"
        #expect(faults("table input mirrors holding\n0 u16 1") == ["1:21 \(refused)"])
    }

    @Test("Clients may expect a meter at units that a serial line reserves")
    func units() throws {
        let source = SourceText(name: "test.map", text: "unit 254 1\ntable both\n0 u16 1")
        #expect(try RegisterMapParser.parse(source, name: "test").units == [254, 1])
    }
}
