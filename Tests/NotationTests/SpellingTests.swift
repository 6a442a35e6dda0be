// SPDX-License-Identifier: Apache-2.0

import Notation
import Testing

@Suite struct SpellingTests {
    private static let known = ["power", "power.l1", "power.import", "voltage.l1", "voltage.l2", "frequency", "vital"]

    static let near: [(String, String?)] = [
        ("voltag.l1", "voltage.l1"), ("voltage.L1", "voltage.l1"), ("vlotage.l2", "voltage.l2"), ("POWER", "power"),
        ("powr", "power"), ("frequenzy", "frequency"), ("vitl", "vital"), ("power.l4", "power.l1"), ("x", nil),
        ("", nil),
        ("something", nil), ("current", nil), ("voltage", nil),
    ]

    @Test("The nearest known name is found where one is near", arguments: near)
    func nearest(_ name: String, _ expected: String?) {
        #expect(Spelling.nearest(to: name, in: Self.known) == expected)
        #expect(Spelling.suggestion(for: name, in: Self.known) == expected.map { "did you mean '\($0)'?" })
    }

    @Test("A very long word is near nothing and costs little")
    func long() {
        #expect(Spelling.nearest(to: String(repeating: "power", count: 20_000), in: Self.known) == nil)
        #expect(Spelling.nearest(to: "power", in: []) == nil)
    }
}
