// SPDX-License-Identifier: Apache-2.0

import Registers
import Testing

@Suite struct ImageLayoutTests {
    @Test("Registers and gaps that touch are one span, others are not")
    func spans() throws {
        let layout = try RenderedMap("table holding\n10 u32 1\n12 u16 1\n14 u16 1\ngaps 15..20\n0xFFFF u16 1\n0 u16 1")
            .renderer.layout
        #expect(layout.spans.map(\.table) == [.holding, .holding, .holding, .holding])
        #expect(layout.spans.map(\.start) == [0, 10, 14, 65_535])
        #expect(layout.spans.map(\.count) == [1, 3, 7, 1])
        #expect(layout.spans.map(\.offset) == [0, 1, 4, 11])
        #expect(layout.liveness.count == 12)
    }

    @Test("Functions 3 and 4 share the words of one table")
    func both() throws {
        let layout = try RenderedMap("5 u32 1").renderer.layout
        #expect(layout.spans.map(\.table) == [.holding, .input])
        #expect(layout.spans.map(\.offset) == [0, 0])
        #expect(layout.liveness.count == 2)
    }

    @Test("A whole table of gaps")
    func whole() throws {
        let layout = try RenderedMap("gaps 0..65535 7\n65535 u16 1").renderer.layout
        #expect(layout.spans.map(\.count) == [65_536, 65_536])
    }

    @Test("A register that stands alone overlaps a listed one, and each has its own words")
    func alone() throws {
        let map = try RenderedMap(
            "table holding\n0x0A i32 voltage.l1 in 0.1 V\n0x0B u16 1648 alone\n0x20 u16 7 alone accept 8"
        )
        #expect(map.words(0x0A, 2) == [0, 2310])
        #expect(map.renderer.layout.alone.map(\.address) == [0x0B, 0x20])
        #expect(map.renderer.layout.alone.map { map.all[$0.offset] } == [1648, 7])
        #expect(map.words(0x20, 1) == nil)
        #expect(map.renderer.layout.accepted.map(\.address) == [0x20])
        #expect(map.renderer.layout.accepted.map(\.word) == [8])
    }

    @Test("A write is accepted only where the holding table has it", arguments: ["input", "coils", "discrete"])
    func accepted(table: String) {
        let type = table == "input" ? "u16" : "bit"
        #expect(faults("table \(table)\n0 \(type) 1 accept 1").count == 1)
    }

    @Test("Each word knows how long it stays true")
    func liveness() throws {
        let layout = try RenderedMap(
            """
            0 u16 5
            1 u16 meter.phases
            2 u16 status.fresh
            3 u16 tariff
            4 u16 0-0:17.0.0
            5 u16 if meter.phases == 1 then 3 else 0
            6 bits(status.fresh, 1)
            7 u16 tariff * status.fresh
            8 text[2] meter.serial
            gaps 9..9
            10 u16 if status.fresh == 1 then tariff else 0
            """
        ).renderer.layout
        let expected: [Liveness] = [
            .constant, .identity, .status, .live, .live, .identity, .status, .live, .identity, .constant, .live,
        ]
        #expect(layout.liveness == expected)
    }
}
