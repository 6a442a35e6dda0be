// SPDX-License-Identifier: Apache-2.0

import Registers
import Testing

/// Broken texts and what is said of them. Those in `lines` stand below 'table both', so their first line is 2.
@Suite struct BrokenMapTests {
    static let texts: [(String, [String])] = [
        ("", ["1:1 this map has no registers"]),
        ("title X\ntable both\n", ["2:1 this map has no registers"]),
        ("0 u16 1", ["1:1 a 'table' line must come before the first register"]),
        ("gaps 0..3\n0 u16 1\n1 u16 2", ["1:6 a 'table' line must come before the first register"]),
        ("titel X\ntable both\n0 u16 1", ["1:1 'titel' is neither a statement nor an address"]),
        ("title\ntable both\n0 u16 1", ["1:6 the title is missing"]),
        ("unit\ntable both\n0 u16 1", ["1:5 a unit identifier is a number from 1 to 247"]),
        ("unit 1 0\ntable both\n0 u16 1", ["1:8 a unit identifier is a number from 1 to 247"]),
        ("unit 248\ntable both\n0 u16 1", ["1:6 a unit identifier is a number from 1 to 247"]),
        ("identity \"a\" \"b\"\ntable both\n0 u16 1", ["1:17 three texts are expected: vendor, product and revision"]),
        ("identity a\ntable both\n0 u16 1", ["1:10 three texts are expected: vendor, product and revision"]),
        ("words big\ntable both\n0 u16 1", ["1:7 the word order is high-first or low-first"]),
        (
            "missing none\ntable both\n0 u16 1",
            ["1:9 what a missing quantity reads as is zero, nan, not-implemented or a number"]
        ),
        ("stale exception 7\ntable both\n0 u16 1", ["1:17 an exception code is one of [1, 2, 3, 4, 5, 6, 8, 10, 11]"]),
        ("stale hold\ntable both\n0 u16 1", ["1:7 no profile may choose this for everybody who uses it"]),
        ("stale never\ntable both\n0 u16 1", ["1:7 a policy is expected here"]),
        ("set power = 5\ntable both\n0 u16 1", ["1:5 a name of your own is expected here"]),
        ("set a 5\ntable both\n0 u16 1", ["1:7 '=' is expected here"]),
        ("set a = b\ntable both\n0 u16 1", ["1:9 a number is expected here"]),
        ("set a = 1\nset a = 2\ntable both\n0 u16 1", ["2:5 'a' is set twice"]),
        ("table holdings\n", ["1:7 the table is one of holding, input, both, coils, discrete"]),
        ("title \"open\ntable both\n0 u16 1", ["1:7 this text has no closing quote"]),
    ]

    static let lines: [(String, [String])] = [
        ("0 u16 1 extra", ["2:9 'extra' is not expected here"]),
        ("gaps 5..3\n0 u16 1", ["2:6 this is no range of addresses from 0 to 65535"]),
        ("gaps 0..65536\n0 u16 1", ["2:6 this is no range of addresses from 0 to 65535"]),
        ("gaps 7\n0 u16 1", ["2:6 a range of addresses is expected here"]),
        ("gaps 0..3 70000\n0 u16 1", ["2:11 gaps read as a number of 16 bits"]),
        ("section\n0 u16 1", ["2:8 the section's name is missing"]),
        ("include other\n0 u16 1", ["2:9 there is no map 'other'"]),
        ("include test\n0 u16 1", ["2:9 'test' would include itself"]),
        ("include\n0 u16 1", ["2:8 the name of a map is missing"]),
        ("+ u16 1", ["2:1 there is no register above that '+' could follow"]),
        ("65536 u16 1", ["2:1 an address is a number from 0 to 65535, the one in the protocol"]),
        ("-1 u16 1", ["2:1 an address is a number from 0 to 65535, the one in the protocol"]),
        ("+5 u16 1", ["2:1 '+5' is neither a statement nor an address"]),
        ("0x-1 u16 1", ["2:1 '0x-1' is neither a statement nor an address"]),
        ("65535 u32 1", ["2:1 u32 at 65535 would end past the last address, 65535"]),
        ("65535 u16 1\n+ u16 1", ["3:1 u16 at 65536 would end past the last address, 65535"]),
        ("0", ["2:2 the register's type is missing"]),
        ("0 int32 1", ["2:3 there is no type 'int32'"]),
        ("0 text[0] \"\"", ["2:3 there is no type 'text[0]'"]),
        ("0 text[251] \"\"", ["2:3 there is no type 'text[251]'"]),
        ("0 u32/big 1", ["2:3 the word order is high-first or low-first"]),
        ("0 bit 1", ["2:3 the type bit belongs into a table of coils or discrete inputs"]),
        ("0 bits 1", ["2:3 'bits' takes a list"]),
        ("0 u16", ["2:6 a value is missing here"]),
        ("0 u16 voltag.l1", ["2:7 there is no quantity 'voltag.l1'"]),
        ("0 u16 power*2", ["2:7 'power*2' is not a value"]),
        ("0 i32 power - ", ["2:14 a value is missing here"]),
        ("0 i32 )", ["2:7 a value is expected here, not ')'"]),
        ("0 i32 (power", ["2:13 a closing parenthesis is missing here"]),
        ("0 i32 abs(power, 1)", ["2:7 abs takes one value, and these are 2"]),
        ("0 i32 min(power, voltage.l1)", ["2:7 min of a value in W and one in V"]),
        ("0 bits(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)", ["2:3 a register has 16 bits, and these are 17"]),
        ("0 i32 if power then 1 else 2", ["2:16 a comparison is expected here"]),
        ("0 i32 if power > 0 1 else 2", ["2:20 'then' is expected here"]),
        ("0 i32 if power > 0 then 1", ["2:26 'else' is expected here"]),
        ("0 i32 if power > voltage.l1 then 1 else 2", ["2:16 a value in W can't be compared with one in V"]),
        ("0 i32 if power > 0 then power else voltage.l1", ["2:31 one branch is in W, the other in V"]),
        ("0 i32 power + voltage.l1", ["2:13 a value in W and one in V don't go together"]),
        ("0 i32 power ?? voltage.l1", ["2:13 a value in W and one in V don't go together"]),
        ("0 i32 power + \"a\"", ["2:13 '+' takes numbers, and this is text"]),
        ("0 i32 power in 0.1 A", ["2:7 a value in W can't be written in A"]),
        ("0 i32 voltage.l1 in 0.1 A", ["2:7 a value in V can't be written in A"]),
        ("0 i32 voltage.l1 * current.l1 in W", ["2:7 a value in VA can't be written in W"]),
        ("0 i32 power-factor in 0.1 W", ["2:7 a value a number without unit can't be written in W"]),
        ("0 i32 power in", ["2:15 the resolution is missing"]),
        ("0 i32 power in 0 W", ["2:16 a resolution is a number above zero and a unit"]),
        ("0 i32 power in 0.1 Watt", ["2:20 there is no unit 'Watt'"]),
        ("0 i32 meter.serial", ["2:7 a text does not fit into i32"]),
        ("0 text[8] power", ["2:11 text[8] takes a text, and this is in W"]),
        ("0 text[8] meter.id in 1 W", ["2:11 a text has no resolution"]),
        ("0 i32 power alone", ["2:7 only a register of one word can stand alone"]),
        ("0 u16 5 vital", ["2:7 only a quantity that the meter sends can be vital"]),
        ("0 u16 status.fresh vital", ["2:7 only a quantity that the meter sends can be vital"]),
        ("0 u32 5 accept 5", ["2:7 only a holding register of one word can accept a write"]),
        ("0 u16 5 accept", ["2:15 the number whose writing is accepted is missing"]),
        ("0 u16 5 accept 70000", ["2:16 the number whose writing is accepted is missing"]),
        ("0 u16 65536", ["2:7 65536 does not fit into u16"]), ("0 u16 -1", ["2:7 -1 does not fit into u16"]),
        ("0 i16 4000 in 0.1 V", ["2:7 4000 does not fit into i16"]),
        ("0 u16 65535 + 1", ["2:7 65536 does not fit into u16"]),
        ("0 f32 1 / 0", ["2:7 this calculation has no result"]),
        ("0 text[4] \"ABCDE\"", ["2:11 these 5 bytes do not fit into text[4]"]),
        ("0 u16 tariff missing 65536", ["2:7 65536 for a missing value does not fit into u16"]),
        ("0 i16 tariff missing -32769", ["2:7 -32769 for a missing value does not fit into i16"]),
        ("0 u16 1-0:1.7.0[0]", ["2:7 which value of the object is meant: [1] is the first, [2] the second"]),
        ("0 i32 power\n1 u16 1", ["3:1 0x0001 overlaps 0x0000..0x0001 of line 2"]),
        ("1 u16 1\n0 i32 power", ["3:1 0x0000..0x0001 overlaps 0x0001 of line 2"]),
        ("0 u16 1\n0 u16 2", ["3:1 0x0000 overlaps 0x0000 of line 2"]),
        ("0 u16 1 alone\n0 u16 2 alone", ["3:1 0x0000 overlaps 0x0000 of line 2"]),
    ]

    @Test("A broken map is told where and what", arguments: texts)
    func reportsText(_ text: String, _ expected: [String]) {
        #expect(faults(text) == expected)
    }

    @Test("A broken line is told where and what", arguments: lines)
    func reportsLine(_ lines: String, _ expected: [String]) {
        #expect(faults("table both\n" + lines) == expected)
    }
}
