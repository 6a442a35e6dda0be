// SPDX-License-Identifier: Apache-2.0

import Notation
import Testing

@Suite struct DiagnosticTests {
    private func rendered(_ text: String, _ range: SourceRange, _ message: String, hint: String? = nil) -> String {
        var diagnostics = Diagnostics(of: SourceText(name: "my.map", text: text))
        diagnostics.error(message, at: range, hint: hint)
        return FaultyText(diagnostics: diagnostics.all).description
    }

    @Test("A fault is shown with its line, a caret and a hint")
    func complete() {
        let text = "table both\n0x0000   i32   voltag.l1 in 0.1 V"
        let expected = """
            my.map:2:16: error: there is no quantity 'voltag.l1'
            0x0000   i32   voltag.l1 in 0.1 V
                           ^~~~~~~~~ did you mean 'voltage.l1'?
            """
        #expect(
            rendered(
                text,
                SourceRange(line: 2, column: 16, length: 9),
                "there is no quantity 'voltag.l1'",
                hint: "did you mean 'voltage.l1'?"
            ) == expected
        )
    }

    @Test("Tabs stay tabs, so that the caret stands below its character")
    func tabs() {
        #expect(
            rendered("\ta\tbc d", SourceRange(line: 1, column: 4, length: 2), "odd")
                == "my.map:1:4: error: odd\n\ta\tbc d\n\t \t^~"
        )
    }

    @Test("Behind the end of a line the caret stands there")
    func behindEnd() {
        #expect(
            rendered("0 u16", SourceRange(line: 1, column: 8, length: 1), "missing")
                == "my.map:1:8: error: missing\n0 u16\n       ^"
        )
        #expect(rendered("", SourceRange(line: 1, column: 1, length: 1), "empty") == "my.map:1:1: error: empty\n\n^")
    }

    @Test("A line that isn't there is only named", arguments: [0, 2, 99])
    func noLine(line: Int) {
        #expect(rendered("a", SourceRange(line: line, column: 1, length: 1), "odd") == "my.map:\(line):1: error: odd")
    }

    @Test("Line ends of any kind don't shift the lines", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) {
        let text = ["a", "b", "c"].joined(separator: end)
        #expect(rendered(text, SourceRange(line: 3, column: 1, length: 1), "odd") == "my.map:3:1: error: odd\nc\n^")
    }

    @Test("Faults come in the order of the text, each once")
    func order() {
        var diagnostics = Diagnostics(of: SourceText(name: "x", text: "a\nb"))
        #expect(!diagnostics.hasErrors)
        diagnostics.error("second", at: SourceRange(line: 2, column: 5, length: 1))
        diagnostics.error("first", at: SourceRange(line: 2, column: 1, length: 1))
        diagnostics.error("zeroth", at: SourceRange(line: 1, column: 9, length: 1))
        diagnostics.error("first", at: SourceRange(line: 2, column: 1, length: 1))
        #expect(diagnostics.all.map(\.message) == ["zeroth", "first", "second"])
        let fault = FaultyText(diagnostics: diagnostics.all)
        #expect(fault.description.split(separator: "\n").filter { $0.contains("error:") }.count == 3)
    }
}
