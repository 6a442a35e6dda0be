// SPDX-License-Identifier: Apache-2.0

import Metering
import Registers
import Telegrams
import Testing

/// The fixture sends totals in tariffs, voltages, whole amperes, powers in both directions and a gas meter; no frequency.
@Suite("The quality of a value")
struct QualityTests {
    static let qualities: [(String, UInt16)] = [
        // Sent
        ("voltage.l1", 1), ("power.l2.export", 1), ("energy.import.t1", 1), ("tariff", 1), ("gas.volume", 1),
        // Worked out
        ("power", 2), ("energy.import", 2), ("current.l1", 2), ("voltage.l1-l2", 2), ("gas.volume.age", 2),
        ("meter.time", 2),
        // Estimated
        ("energy.import.l1", 3), ("energy.export.l3", 3),
        // Not available
        ("frequency", 0), ("reactive", 0), ("gas.2.volume", 0),
    ]

    @Test("tells sent, worked out, estimated and not available apart", arguments: qualities)
    func quality(_ quantity: String, _ expected: UInt16) throws {
        #expect(try RenderedMap("0 u16 quality(\(quantity))").all == [expected])
        #expect(try RenderedMap("0 u16 quality( \(quantity) ) * 10").all == [expected * 10])
    }

    @Test("of a value that is unreadable is that of one not available")
    func unreadable() throws {
        let map = try RenderedMap("0 u16 quality(voltage.l1)\n1 u16 voltage.l1 in V", without: ["1-0:32.7.0"])
        #expect(map.all == [0, 0xFFFF])
    }

    @Test("is a number that can be calculated and compared with")
    func calculated() throws {
        let map = try RenderedMap(
            "0 u16 if quality(energy.import.l1) == 3 then 7 else 8\n1 bits(quality(power), quality(frequency))\n2 u16 max(quality(power), quality(voltage.l1))"
        )
        #expect(map.all == [7, 1, 2])
    }

    @Test("is not available before the first telegram and while stale, as the value is not")
    func unavailable() throws {
        let map = try RenderedMap("0 u16 quality(power)\n1 u16 quality(frequency) missing 9")
        #expect(map.all == [2, 0])
        #expect(map.renderer.image(of: nil, identity: nil, status: StatusValues()).words == [0xFFFF, 9])
        #expect(map.renderer.unavailableImage(identity: nil, status: StatusValues()).words == [0xFFFF, 0xFFFF])
        #expect(map.renderer.layout.liveness == [.live, .live])
    }

    @Test("reads in the notation of maps as it was written")
    func notation() throws {
        let map = try RenderedMap("0 u16 quality(power.l1) + 1")
        #expect(map.renderer.map.registers.map(\.value.description) == ["quality(power.l1) + 1"])
    }

    static let faulty: [(String, String)] = [
        ("quality(powr)", "2:15 there is no quantity 'powr'"),
        ("quality(1-0:1.7.0)", "2:15 quality takes the name of a quantity, and this is none"),
        ("quality(power + 1)", "2:15 quality takes the name of a quantity, and this is none"),
        ("quality(5)", "2:15 quality takes the name of a quantity, and this is none"),
        ("quality(\"a\")", "2:15 quality takes the name of a quantity, and this is none"),
        ("quality(status.age)", "2:15 'status.age' is no value that a meter measures: it has no quality"),
        ("quality(meter.id)", "2:15 'meter.id' is no value that a meter measures: it has no quality"),
        ("quality(power, power.l1)", "2:20 quality takes one quantity"),
        ("quality()", "2:15 a value is expected here, not ')'"),
        ("quality(power", "2:20 a closing parenthesis is missing here"),
        ("quality(power) in W", "2:7 a number without unit can't be written in W"),
        ("quality power", "2:7 there is no quantity 'quality'; 2:15 'power' is not expected here"),
    ]

    @Test("of anything else is refused", arguments: faulty)
    func refused(_ value: String, _ fault: String) {
        #expect(faults("table both\n0 u16 \(value)").joined(separator: "; ") == fault)
    }
}
