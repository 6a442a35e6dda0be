// SPDX-License-Identifier: Apache-2.0

import Notation
import Registers
import Testing

@Suite struct DiagnosticsOfMapsTests {
    @Test("All faults of a file are told in one go, in its order")
    func all() {
        let text = """
            titel     My meter
            unit      300
            table both
            0x0000   i32   voltag.l1 in 0.1 V
            +        i32   power in 0.1 A
            0x0004   u16   1
            0x0010   u99   power
            """
        #expect(
            faults(text) == [
                "1:1 'titel' is neither a statement nor an address", "2:11 a unit identifier is a number from 1 to 254",
                "4:16 there is no quantity 'voltag.l1'", "5:16 a value in W can't be written in A",
                "7:10 there is no type 'u99'",
            ]
        )
    }

    @Test("A fault is shown as a compiler shows it")
    func rendered() {
        do {
            let text = "table both\n0x0000   i32   voltag.l1 in 0.1 V"
            _ = try RegisterMapParser.parse(SourceText(name: "my.map", text: text), name: "my")
            Issue.record("a broken map was read")
        } catch {
            #expect(
                error.description == """
                    my.map:2:16: error: there is no quantity 'voltag.l1'
                    0x0000   i32   voltag.l1 in 0.1 V
                                   ^~~~~~~~~ did you mean 'voltage.l1'?
                    """
            )
        }
    }

    static let hints: [(String, String)] = [
        ("titel x", "did you mean 'title'?"), ("0 i23 1", "did you mean 'i32'?"),
        ("0 i32 power in kw", "did you mean 'kW'?"),
        ("0 i32 power vitl", "did you mean 'vital'?"),
        ("0 u16 power*2", "operators stand between blanks, because '-' and '.' belong to names"),
        ("0 u16 zzzzzz", "`meterbridge quantities` lists them"), ("0 u16 70000", "it holds 0 to 65535"),
        ("0 text[x] power", "text[N] holds N bytes, 1 to 250"),
    ]

    @Test("A fault says what was probably meant", arguments: hints)
    func hint(_ line: String, _ hint: String) {
        do {
            let source = SourceText(name: "my.map", text: "table both\n" + line)
            _ = try RegisterMapParser.parse(source, name: "my")
            Issue.record("a broken map was read")
        } catch {
            #expect(error.diagnostics.first?.hint == hint)
        }
    }

    @Test("Maps that include each other are refused")
    func circle() {
        let maps = ["a": "include b\ntable both\n0 u16 1", "b": "include test\ntable both\n1 u16 1"]
        let found = faults("include a\ntable both\n2 u16 1") { name in
            maps[name].map { SourceText(name: name, text: $0) }
        }
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix("'test' would include itself") == true)
    }
}
