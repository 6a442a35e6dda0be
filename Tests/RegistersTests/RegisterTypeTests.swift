// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Registers
import Telegrams
import Testing

@Suite struct RegisterTypeTests {
    static let exactValues: [(String, [UInt16])] = [
        ("0 u16 voltage.l1 in 0.1 V", [2310]), ("0 i16 power", [UInt16(bitPattern: -1201)]),
        ("0 i32 power in 0.1 W", [0xFFFF, 0xD116]), ("0 i32/low-first power in 0.1 W", [0xD116, 0xFFFF]),
        ("0 u32 energy.import in Wh", [0x0068, 0x2945]), ("0 u64 energy.import in Wh", [0, 0, 0x0068, 0x2945]),
        ("0 u64/low-first energy.import in Wh", [0x2945, 0x0068, 0, 0]),
        ("0 i64 power", [0xFFFF, 0xFFFF, 0xFFFF, 0xFB4F]),
        ("0 f32 power", [0xC496, 0x2000]), ("0 f32/low-first power", [0x2000, 0xC496]),
        ("0 f64 power", [0xC092, 0xC400, 0, 0]), ("0 f64/low-first power", [0, 0, 0xC400, 0xC092]),
        ("0 f32 energy.import in kWh", [0x45D5, 0x5279]), ("0 f32 1234567.0", [0x4996, 0xB438]),
        ("0 text[4] \"AB\"", [0x4142, 0]), ("0 text[3] \"ABC\"", [0x4142, 0x4300]),
        ("0 text[4]/low-first \"ABCD\"", [0x4142, 0x4344]),
        ("0 u16 0x5031", [0x5031]), ("0 i16 -2", [0xFFFE]), ("0 u16 50 in 0.1 Hz", [500]),
        ("0 u16 frequency ?? 50 in 0.1 Hz", [500]),
        ("0 u16 current.l1.measured in 0.01 A", [100]), ("0 i16 current.l2 in 0.001 A", [UInt16(bitPattern: -500)]),
    ]

    @Test("A value stands in its register exactly", arguments: exactValues)
    func exact(_ line: String, _ words: [UInt16]) throws {
        let map = try RenderedMap(line)
        #expect(map.all == words)
        #expect(map.image.saturated == 0)
    }

    @Test("Both word orders of a map, and a register's own goes before")
    func orders() throws {
        let text = "words low-first\ntable holding\n0 u32 0x12345678\n+ u32/high-first 0x12345678"
        let map = try RenderedMap(text)
        #expect(map.all == [0x5678, 0x1234, 0x1234, 0x5678])
        let mirrored = map.renderer.map.mirrored()
        #expect(mirrored.order == .highFirst)
        #expect(mirrored.registers.map(\.order) == [.highFirst, .lowFirst])
    }

    static let missingValues: [(type: String, missing: String, words: [UInt16])] = [
        ("u16", "not-implemented", [0xFFFF]), ("i16", "not-implemented", [0x8000]),
        ("u32", "not-implemented", [0xFFFF, 0xFFFF]),
        ("i32", "not-implemented", [0x8000, 0]), ("u64", "not-implemented", [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF]),
        ("i64", "not-implemented", [0x8000, 0, 0, 0]), ("f32", "not-implemented", [0x7FC0, 0]),
        ("f64", "not-implemented", [0x7FF8, 0, 0, 0]), ("f32", "nan", [0x7FC0, 0]), ("u16", "nan", [0xFFFF]),
        ("u16", "zero", [0]), ("f32", "zero", [0, 0]), ("u16", "7", [7]), ("i16", "-1", [0xFFFF]),
        ("i16", "0x8000", [0x8000]),
        ("u32", "0x80000000", [0x8000, 0]), ("f32", "-1", [0xBF80, 0]), ("f64", "5", [0x4014, 0, 0, 0]),
        ("i32/low-first", "not-implemented", [0, 0x8000]), ("i64", "-1", [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF]),
    ]

    @Test("What the meter doesn't send reads as the map says", arguments: missingValues)
    func missing(_ type: String, _ missing: String, _ words: [UInt16]) throws {
        #expect(try RenderedMap("0 \(type) frequency missing \(missing)").all == words)
        #expect(try RenderedMap("missing \(missing)\ntable both\n0 \(type) frequency").all == words)
        #expect(try RenderedMap("table both\nsection A missing \(missing)\n0 \(type) frequency").all == words)
    }

    @Test("A line's missing goes before its section's, the section's before the map's, until the next section")
    func precedence() throws {
        let map = try RenderedMap(
            """
            missing 1
            table both
            0 u16 frequency
            section A missing 2
            1 u16 frequency
            2 u16 frequency missing 3
            section B
            3 u16 frequency
            missing 4
            4 u16 frequency
            section C
            5 u16 frequency
            """
        )
        #expect(map.all == [1, 2, 3, 1, 4, 1])
    }

    @Test("Without a word about it, a missing value reads as not available; a missing text is empty")
    func defaults() throws {
        #expect(try RenderedMap("0 u16 frequency\n1 text[4] 0-0:96.13.0 missing 9").all == [0xFFFF, 0, 0])
    }

    static let saturatedValues: [(String, [UInt16])] = [
        ("0 u16 power", [0]), ("0 i16 power in 0.01 W", [0x8000]), ("0 i16 0 - power in 0.01 W", [0x7FFF]),
        ("0 u16 energy.import in Wh", [0xFFFF]), ("0 u32 energy.import in 0.0001 Wh", [0xFFFF, 0xFFFF]),
        ("0 u32 power", [0, 0]), ("0 i32 power in 0.0000001 W", [0x8000, 0]), ("0 u64 power", [0, 0, 0, 0]),
        ("0 i64 energy.import in 0.000000000000000001 Wh", [0x7FFF, 0xFFFF, 0xFFFF, 0xFFFF]),
    ]

    @Test("A value beyond its register stops at the end and is counted", arguments: saturatedValues)
    func saturated(_ line: String, _ words: [UInt16]) throws {
        let map = try RenderedMap(line)
        #expect(map.all == words)
        #expect(map.image.saturated == 1)
    }

    @Test("Rounded half away from zero into steps")
    func rounded() throws {
        #expect(
            try RenderedMap("0 i16 current.l2 in A\n1 i16 voltage.l1 / 20 in V\n2 u16 230.5 V in V").all == [
                0xFFFF, 12, 231,
            ]
        )
    }

    @Test("Addresses without a register read as their gap says, others are outside the map")
    func gaps() throws {
        let map = try RenderedMap("gaps 0..9 0x8000\ngaps 20..21\n2 i32 power\n20 u16 7")
        #expect(map.words(0, 10) == [0x8000, 0x8000, 0xFFFF, 0xFB4F, 0x8000, 0x8000, 0x8000, 0x8000, 0x8000, 0x8000])
        #expect(map.words(20, 2) == [7, 0])
        #expect(map.words(10, 1) == nil)
    }
}
