// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite struct PlausibilityGuardTests {
    private let start = ContinuousClock.now

    private func reading(import energy: String, id: String = "12345678", power: String = "01.250") throws -> Reading {
        try WrittenTelegram.icelandic.with(
            "0-0:96.1.0(\(id))",
            "1-0:1.8.0(\(energy)*kWh)",
            "1-0:1.7.0(\(power)*kW)",
            "1-0:21.7.0(\(power)*kW)"
        ).reading()
    }

    @Test("Energy that grows as fast as a meter can carry is plausible")
    func grows() throws {
        var guarding = PlausibilityGuard()
        #expect(guarding.objection(to: try reading(import: "001234.567"), at: start) == nil)
        #expect(guarding.objection(to: try reading(import: "001234.567"), at: start + .seconds(10)) == nil)
        // 110 kW for ten seconds are 0.306 kWh.
        #expect(guarding.objection(to: try reading(import: "001234.872"), at: start + .seconds(20)) == nil)
        #expect(guarding.objection(to: try reading(import: "001235.500"), at: start + .seconds(30)) != nil)
    }

    @Test("Energy that falls or leaps is refused, and the reading before stays the measure")
    func refuses() throws {
        var guarding = PlausibilityGuard()
        _ = guarding.objection(to: try reading(import: "001234.567"), at: start)
        #expect(
            guarding.objection(to: try reading(import: "001134.567"), at: start + .seconds(10))
                == "the energy fell from 1234.567 to 1134.567 kWh"
        )
        #expect(
            guarding.objection(to: try reading(import: "009234.567"), at: start + .seconds(20))
                == "the energy leapt from 1234.567 to 9234.567 kWh"
        )
        #expect(guarding.objection(to: try reading(import: "001234.570"), at: start + .seconds(30)) == nil)
    }

    @Test("Three refused readings that agree with each other are the new measure")
    func agreeing() throws {
        var guarding = PlausibilityGuard()
        _ = guarding.objection(to: try reading(import: "009234.567"), at: start)
        #expect(guarding.objection(to: try reading(import: "001234.567"), at: start + .seconds(10)) != nil)
        #expect(guarding.objection(to: try reading(import: "001234.568"), at: start + .seconds(20)) != nil)
        #expect(guarding.objection(to: try reading(import: "001234.569"), at: start + .seconds(30)) == nil)
        #expect(guarding.objection(to: try reading(import: "009234.567"), at: start + .seconds(40)) != nil)
    }

    @Test("Refused readings that don't agree never become the measure")
    func disagreeing() throws {
        var guarding = PlausibilityGuard()
        _ = guarding.objection(to: try reading(import: "005000.000"), at: start)
        for (index, energy) in ["001000.000", "003000.000", "002000.000", "009000.000", "000001.000"].enumerated() {
            #expect(guarding.objection(to: try reading(import: energy), at: start + .seconds(10 * (index + 1))) != nil)
        }
    }

    @Test("Another meter starts anew")
    func anotherMeter() throws {
        var guarding = PlausibilityGuard()
        _ = guarding.objection(to: try reading(import: "005000.000"), at: start)
        #expect(
            guarding.objection(to: try reading(import: "000001.000", id: "87654321"), at: start + .seconds(10)) == nil
        )
    }

    @Test("A reading that a checksum vouches for is the new measure")
    func noted() throws {
        var guarding = PlausibilityGuard()
        _ = guarding.objection(to: try reading(import: "005000.000"), at: start)
        guarding.note(try reading(import: "000001.000"), at: start + .seconds(10))
        #expect(guarding.objection(to: try reading(import: "000001.001"), at: start + .seconds(20)) == nil)
    }

    /// 231 V and 5 A, one step more is 6 A: 1.5 · 1386 W + 100 W = 2179 W.
    @Test(
        "Power beyond what voltage and current can be is refused",
        arguments: [("02.179", true), ("02.180", false), ("99.999", false)]
    )
    func power(_ power: String, _ isPlausible: Bool) throws {
        var guarding = PlausibilityGuard()
        #expect((guarding.objection(to: try reading(import: "1.000", power: power), at: start) == nil) == isPlausible)
    }

    @Test(
        "Where no current or no voltage is sent, the power is not judged by them",
        arguments: ["1-0:31.7.0", "1-0:32.7.0"]
    )
    func withoutCurrent(code: String) throws {
        var guarding = PlausibilityGuard()
        let reading = try WrittenTelegram.icelandic.with("1-0:1.7.0(50.000*kW)", "1-0:21.7.0(50.000*kW)").without(code)
            .reading()
        #expect(guarding.objection(to: reading, at: start) == nil)
    }
}
