// SPDX-License-Identifier: Apache-2.0

import Metering
import Modbus
import Registers
import Settings
import Telegrams
import Testing

@Suite("What --as asks for")
struct ConsumerRequestTests {
    @Test(
        "A map, a unit, a word order and values for the map's constants",
        arguments: [
            ("native", "native", nil, nil, [:]),
            ("eastron-sdm630:2", "eastron-sdm630", 2, nil, [:]),
            ("native:7,low-first", "native", 7, .lowFirst, [:]),
            ("carlo-gavazzi-em24,model-code=1650", "carlo-gavazzi-em24", nil, nil, ["model-code": "1650"]),
            ("native:254", "native", 254, nil, [:]),
            ("carlo-gavazzi-em24,model-code=0x672", "carlo-gavazzi-em24", nil, nil, ["model-code": "0x672"]),
            (#"a,vendor="X, Y",high-first"#, "a", nil, .highFirst, ["vendor": "X, Y"]),
        ] as [(String, String, UInt8?, WordOrder?, [String: String])]
    )
    func parts(text: String, map: String, unit: UInt8?, order: WordOrder?, overrides: [String: String]) throws {
        let request = try ConsumerRequest(text)

        #expect(request.map == map)
        #expect(request.unit == unit)
        #expect(request.order == order)
        #expect(request.overrides == overrides)
    }

    @Test(
        "What can't be meant is refused with the part that is wrong",
        arguments: [
            (":1", "':1' names no register map; write for example eastron-sdm630 or eastron-sdm630:2"),
            ("native:0", "'0' in 'native:0' is no unit identifier; it is a number from 1 to 254"),
            ("native:255", "'255' in 'native:255' is no unit identifier; it is a number from 1 to 254"),
            (
                "native,low-frist",
                "'low-frist' is neither high-first, low-first, paced=TIME, once=TIME, class=CLASS, stale=POLICY, offset=POWER, "
                    + "scale=NUMBER, phases=ORDER nor NAME=VALUE; did you mean 'low-first'?"
            ),
            (
                "native,paced=9ms",
                "'paced=9ms' says no time that an answer may wait; write paced= and a time from 10ms to 60s, such as paced=800ms"
            ),
            (
                "native,once=61s",
                "'once=61s' says no time that an answer may wait; write once= and a time from 10ms to 60s, such as once=800ms"
            ),
            (
                "native,paced=800",
                "'paced=800' says no time that an answer may wait; write paced= and a time from 10ms to 60s, such as paced=800ms"
            ),
            (
                "native,paced",
                "'paced' says no time that an answer may wait; write paced= and a time from 10ms to 60s, such as paced=800ms"
            ),
            (
                "native,paced=1s,once=1s",
                "'native,paced=1s,once=1s' says twice when answers wait; write either paced=800ms (for the next telegram) "
                    + "or once=800ms (only if the telegram is known already)"
            ),
            (
                "native,class=toaster",
                "'toaster' is no class of devices; it is one of inverter, battery, charger, hems, plc"
            ),
            (
                "native,stale=zilence",
                "'stale=zilence' says no fail-safe policy: 'zilence' is no fail-safe policy; did you mean 'silence'?"
            ),
            ("native,lost=zero,lost=zero", "'lost' has two values in 'native,lost=zero,lost=zero'; give it one"),
            ("native,class=plc,class=plc", "'class' has two values in 'native,class=plc,class=plc'; give it one"),
        ]
    )
    func faults(text: String, sentence: String) {
        #expect {
            try ConsumerRequest(text)
        } throws: { error in
            "\(error)" == sentence
        }
    }

    @Test(
        "Answers can be held back for 10 ms to 60 s",
        arguments: [
            ("native", .immediate), ("native:2,paced=800ms", .paced(atMost: .milliseconds(800))),
            ("native,paced=10ms,low-first", .paced(atMost: .milliseconds(10))),
            ("native,once=60s", .once(atMost: .seconds(60))),
        ] as [(String, Pacing)]
    )
    func pacing(text: String, pacing: Pacing) throws {
        #expect(try ConsumerRequest(text).consumer(of: "meter", .builtIn).pacing == pacing)
    }

    @Test(
        "A consumer's own policies go before its class, and its class before its map",
        arguments: [
            ("carlo-gavazzi-em24", "exception 4"), ("carlo-gavazzi-em24,class=battery", "silence"),
            ("carlo-gavazzi-em24,class=hems", "exception 11"), ("carlo-gavazzi-em24,class=plc", "unavailable"),
            (#"carlo-gavazzi-em24,class=plc,stale="exception 6",lost=silence"#, "exception 6, lost silence"),
            (
                #"native,stale="hold 2s then exception 11",waiting="exception 5""#,
                "hold 2s then exception 11, waiting exception 5"
            ),
            ("native,stale=zero,recovering=unavailable", "zero, waiting silence, recovering unavailable"),
            (#"native,stale="substitute power = 5 kW""#, "substitute power=5000, waiting silence"),
        ]
    )
    func failSafe(text: String, policies: String) throws {
        #expect(try ConsumerRequest(text).consumer(of: "meter", .builtIn).failSafe.description == policies)
    }

    @Test("Without a unit, a consumer gets the one that clients of its map expect first")
    func defaultUnit() throws {
        let consumer = try ConsumerRequest("eastron-sdm630").consumer(of: "meter", .builtIn)

        #expect(consumer.unit == 1)
        #expect(consumer.map.title == "Eastron SDM630 Modbus V2")
    }

    @Test("The other word order is the same map mirrored, and its own order changes nothing")
    func mirrored() throws {
        let mirrored = try ConsumerRequest("carlo-gavazzi-em24,high-first").consumer(of: "meter", .builtIn)
        let same = try ConsumerRequest("carlo-gavazzi-em24,low-first").consumer(of: "meter", .builtIn)

        #expect(mirrored.map.registers.allSatisfy { $0.order == .highFirst })
        #expect(same.map.registers.allSatisfy { $0.order == .lowFirst })
    }

    @Test("Constants of a map can be set, and only those it has")
    func constants() throws {
        let consumer = try ConsumerRequest("carlo-gavazzi-em24,model-code=0x672").consumer(of: "meter", .builtIn)
        #expect(consumer.map.constants == ["model-code": .number(Decimal(1650))])

        #expect {
            try ConsumerRequest("carlo-gavazzi-em24,modelcode=1650").consumer(of: "meter", .builtIn)
        } throws: { error in
            "\(error)" == "the register map 'carlo-gavazzi-em24' has no constant 'modelcode'; it has model-code"
        }
    }

    @Test(
        "An offset, a factor and an order of the phases",
        arguments: [
            ("offset=50W", "50", .everyPhase, "1", [.l1, .l2, .l3]),
            ("offset=-0.2kW@L3", "-200", .phase(.l3), "1", [.l1, .l2, .l3]),
            ("scale=0.5,offset=1.5W", "1.5", .everyPhase, "0.5", [.l1, .l2, .l3]),
            ("phases=l2-l3-l1,scale=40", "0", .everyPhase, "40", [.l2, .l3, .l1]),
        ] as [(String, String, Adjustment.Place, String, [Phase])]
    )
    func adjustments(options: String, offset: String, place: Adjustment.Place, scale: String, phases: [Phase]) throws {
        let adjustment = try ConsumerRequest("native,\(options)").consumer(of: "meter", .builtIn).adjustment

        #expect(adjustment.offset == Decimal(offset))
        #expect(adjustment.offsetPlace == place)
        #expect(adjustment.scale == Decimal(scale))
        #expect(adjustment.phases == phases)
    }

    @Test(
        "An adjustment that can't be meant is refused, and the sentence shows one that can",
        arguments: [
            ("offset", "'offset' says no power to add"), ("offset=50", "'offset=50' says no power to add"),
            ("offset=50V", "such as offset=50W or offset=-50W@l1"),
            ("offset=20000kW", "at most 10000kW"), ("offset=50W@l4", "'l4' in 'offset=50W@l4' is no phase"),
            ("scale=0", "'scale=0' is no factor"), ("scale=-1", "a number from 0.001 to 100000"),
            ("scale=1e3", "is no factor"), ("phases=l1-l2", "'phases=l1-l2' is no order of the phases"),
            ("phases=l1-l2-l2", "write each once"), ("scale=2,scale=2", "'scale=' is there twice"),
        ]
    )
    func adjustmentFaults(options: String, words: String) {
        #expect {
            try ConsumerRequest("native,\(options)")
        } throws: { error in
            "\(error)".contains(words)
        }
    }
}
