// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Registers
import Telegrams
import Testing

/// Every expression stands in an f32 register; the fixture exports 1201 W over three phases of 231, 230 and 229 V.
@Suite struct ExpressionTests {
    static let values: [(String, Float)] = [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("12 / 4 / 3", 1), ("7 / 2", 3.5), ("0x10", 16),
        ("-5", -5),
        ("abs(power)", 1201), ("min(3, 1, 2)", 1), ("max(3, 1, 2)", 3),
        ("min(voltage.l1, voltage.l2, voltage.l3)", 229),
        ("max(power, 0)", 0), ("0 - power", 1201), ("power + 1 kW", -201), ("power + 1", -1200),
        ("power / 1 kW", -1201), ("power in kW", -1.201), ("power in 0.1 kW", -12.01), ("power", -1201),
        ("voltage.l1 * current.l1 in VA", 231), ("voltage.l1 * 2 A in kVA", 0.462),
        ("power / voltage.l1 in 0.001 A", -5199.1343),
        ("power / 230 V in A", -5.2217391), ("frequency ?? 50", 50),
        ("frequency ?? reactive.l1 / 1 var * 1 Hz ?? 49 in Hz", 49),
        ("voltage.l1 ?? 230", 231), ("(voltage.l1 + voltage.l2 + voltage.l3) / 3 in V", 230),
        ("frequency + 1 ?? 7", 7), ("if meter.phases == 3 then 1 else 2", 1), ("if meter.phases != 3 then 1 else 2", 2),
        ("if power < 0 then 0 - power else 0 in W", 1201), ("if power > 0 W and 1 == 1 then 1 else 2", 2),
        ("if power > 0 or 1 <= 1 then 1 else 2", 1), ("if voltage.l1 >= 0.231 kV then 1 else 2", 1),
        ("(if frequency > 0 then 1 else 2) ?? 5", 5),
        ("if power > 0 then 1 else if power < -1000 then 2 else 3", 2), ("50 %", 50), ("tariff", 2),
        ("2 h in min", 120),
        ("energy.import in MJ", 24574.713), ("energy.import / 2 h in W", 3413154.5), ("power-factor ?? 1", 1),
        ("100 / 3 * 3", 100), ("meter.time in min", 29_474_490),
    ]

    @Test("A value comes to its number", arguments: values)
    func value(_ expression: String, _ expected: Float) throws {
        #expect(try RenderedMap("0 f32 \(expression)").all.float == expected)
    }

    static let objects: [(String, Float?)] = [
        ("1-0:2.7.0", 1.201), ("1-0:2.7.0[1]", 1.201), ("1-0:2.7.0[2]", nil), ("1-0:2.7.0 in W", 1201),
        ("1-0:2.7.0 in 0.1 kW", 12.01),
        ("0-1:24.2.1[2]", 370.021), ("0-1:24.2.1[2] in dm3", 370021), ("0-1:24.2.1", nil), ("0-1:24.2.3", nil),
        ("0-1:24.2.3[2] ?? 0-1:24.2.1[2] in m3", 370.021), ("1-0:2.7.0*255", 1.201), ("0-0:17.0.0", 10.5),
        ("0-0:17.0.0 in A", nil),
        ("1-0:2.7.0 * 2", 2.402), ("1-0:2.7.0 * 2 in W", 2402), ("2 * 1-0:2.7.0 in W", 2402),
        ("1-0:2.7.0 / 2 in W", 600.5),
        ("1-0:2.7.0 + 1 in W", 1202), ("abs(1-0:2.7.0) in W", 1201), ("max(1-0:2.7.0, 1-0:1.7.0) in W", 1201),
        ("1-0:2.7.0 + power", 0), ("if 1-0:2.7.0 > 1 then 1 else 2", 1), ("1-0:32.7.0 - 1 V", 230),
    ]

    @Test("An OBIS code is its bare number; with a unit, a number of that unit", arguments: objects)
    func object(_ expression: String, _ expected: Float?) throws {
        let float = try RenderedMap("0 f32 \(expression)").all.float
        if let expected { #expect(float == expected) } else { #expect(float?.isNaN == true) }
    }

    @Test("A unit that doesn't fit at run time counts as not sent, and is counted")
    func unfit() throws {
        let map = try RenderedMap("0 f32 1-0:2.7.0 in V\n2 f32 1-0:32.7.0 in A\n4 f32 1-0:99.99.9 in A")
        #expect(map.image.unfitUnits == 2)
        #expect(map.words(0, 2) == [0x7FC0, 0])
    }

    @Test("Bits stand in their order, each 1 where its value is known and not zero")
    func bits() throws {
        let map = try RenderedMap("0 bits(power, frequency, 0, 1)")
        #expect(map.all == [0b1001])
        #expect(try RenderedMap("0 bits (1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1)").all == [0x8001])
        #expect(try RenderedMap("0 u16 bits(1, 1) * 4").all == [12])
    }

    @Test("Bits of a coil")
    func coils() throws {
        let map = try RenderedMap(
            "table coils\n0 bit status.fresh\n1 bit if power < 0 then 1 else 0\n2 bit frequency\n3 bit tariff"
        )
        #expect(map.words(0, 4, .coils) == [0, 1, 0, 1])
        #expect(map.image.saturated == 1)
    }

    static let texts: [(String, String)] = [
        ("meter.model", #"Ene5\T210-D"#), ("meter.id", "E0044007382221516"), ("0-1:24.2.1", "260115102500W"),
        ("0-1:24.2.1[2]", "00370.021*m3"), ("\"a b\"", "a b"), ("0-0:96.13.0", ""),
        ("if meter.phases == 3 then \"three\" else \"one\"", "three"),
        ("if power > 0 then meter.id else \"out\"", "out"),
        ("meter.id ?? \"none\"", "E0044007382221516"),
    ]

    @Test("Texts", arguments: texts)
    func text(_ expression: String, _ expected: String) throws {
        #expect(try RenderedMap("0 text[32] \(expression)").all.text == expected)
        #expect(try RenderedMap("0 text[32] \(expression)").all.count == 16)
    }

    @Test("A text that is longer than its register is cut off")
    func cut() throws {
        #expect(try RenderedMap("0 text[5] meter.id").all == [0x4530, 0x3034, 0x3400])
    }

    @Test("A quotient by zero at run time counts as missing")
    func zero() throws {
        #expect(try RenderedMap("0 u16 1 / (power.import / 1 W) missing 7").all == [7])
    }

    @Test("Chains of calculations that leave every range count as missing or saturate, and never trap")
    func extremes() throws {
        let chain = String(repeating: " / 0.000000000000000001", count: 30)
        #expect(faults("table both\n0 f32 999999999999999999\(chain)") == ["2:7 this calculation has no result"])
        let map = try RenderedMap(
            "0 i32 energy.import / 1 kWh\(chain) missing 7\n2 f32 energy.import / 1 kWh\(chain) missing 7"
        )
        #expect(map.words(0, 2) == [0, 7])
        #expect(map.words(2, 2)?.float == 7)
    }

    @Test(
        "A chain of thousands of values and a nest of thousands of parentheses are refused",
        arguments: [5000, 100_000]
    )
    func long(count: Int) {
        let chain = "table both\n0 f32 power" + String(repeating: " + 1", count: count)
        #expect(faults(chain).first?.hasSuffix("these are more than 256 values in one line") == true)
        let nest = "table both\n0 f32 " + String(repeating: "(", count: count)
        #expect(faults(nest).first?.hasSuffix("this is nested more than 32 deep") == true)
        let choices = "table both\n0 f32 " + String(repeating: "if 1 == 1 then ", count: count)
        #expect(faults(choices).first?.hasSuffix("this is nested more than 32 deep") == true)
    }
}
