// SPDX-License-Identifier: Apache-2.0

import Notation
import Testing

@Suite struct LexerTests {
    private func lines(_ text: String) -> ([TokenLine], [Diagnostic]) {
        let source = SourceText(name: "test", text: text)
        var diagnostics = Diagnostics(of: source)
        let lines = Lexer.lines(of: source, &diagnostics)
        return (lines, diagnostics.all)
    }

    private func words(_ text: String) -> [String] {
        lines(text).0.flatMap(\.tokens).map { token in
            switch token.kind {
            case .word: token.text
            case .string: "\"\(token.text)\""
            case .punctuation: "<\(token.text)>"
            }
        }
    }

    static let texts: [(String, [String])] = [
        ("0x0000   i32\tpower in 0.1 W", ["0x0000", "i32", "power", "in", "0.1", "W"]),
        ("bits(a, b)", ["bits", "<(>", "a", "<,>", "b", "<)>"]),
        ("text[14] power-factor.l1", ["text[14]", "power-factor.l1"]),
        (#"identity "Carlo Gavazzi" "" x"#, ["identity", "\"Carlo Gavazzi\"", "\"\"", "x"]),
        ("a # b", ["a"]), ("a#b", ["a#b"]), ("# all", []), ("", []), ("   \t ", []),
        (#""a # b -- c" d"#, ["\"a # b -- c\"", "d"]),
        ("a -- b", ["a"]), ("a --b", ["a", "--b"]), ("a - - b", ["a", "-", "-", "b"]),
        (#"a"b"c"#, ["a", "\"b\"", "c"]),
        ("a\nb\r\nc\rd", ["a", "b", "c", "d"]), ("größe ✓", ["größe", "✓"]), ("(#)", ["<(>"]),
    ]

    @Test("A line is taken apart into words, texts and punctuation", arguments: texts)
    func tokens(_ text: String, _ expected: [String]) {
        #expect(words(text) == expected)
    }

    static let labels: [(String, String?)] = [
        ("a -- model code", "model code"), ("a --   padded  ", "padded"),
        ("a -- say \"x\" # y -- z", "say \"x\" # y -- z"),
        ("a --", ""), ("a", nil), ("a # b -- c", nil),
    ]

    @Test("What stands behind two dashes is the label", arguments: labels)
    func label(_ text: String, _ label: String?) {
        #expect(lines(text).0.first?.label == label)
    }

    @Test("Lines and columns count from one, characters not bytes, and empty lines count")
    func ranges() {
        let (lines, _) = lines("\n# x\n\tö \"b c\"  d")
        #expect(lines.map(\.number) == [3])
        #expect(
            lines[0].tokens.map(\.range) == [
                SourceRange(line: 3, column: 2, length: 1), SourceRange(line: 3, column: 4, length: 5),
                SourceRange(line: 3, column: 11, length: 1),
            ]
        )
        #expect(lines[0].end == SourceRange(line: 3, column: 12, length: 1))
    }

    @Test("A text without its closing quote is a fault, and the lines below are read")
    func unclosed() {
        let (lines, faults) = lines("title \"never ends\nunit 1")
        #expect(faults.map(\.message) == ["this text has no closing quote"])
        #expect(faults.map(\.range) == [SourceRange(line: 1, column: 7, length: 11)])
        #expect(lines.map(\.number) == [1, 2])
    }

    @Test("A line of nothing but a label says nothing")
    func onlyLabel() {
        #expect(lines("-- only a label").0.isEmpty)
    }
}
