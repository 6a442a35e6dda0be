// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@testable import Bridge

@Suite("An input that repeats one telegram is recognised")
struct FrozenGuardTests {
    private let start = ContinuousClock.now

    @Test("A copy doesn't count, and after the limit the input is frozen, which is told once; another telegram ends it")
    func frozen() throws {
        var guarding = FrozenGuard(tolerance: nil)
        let (one, other) = (try reading(second: 1), try reading(second: 2))

        #expect(judge(&guarding, one, 0) == .telegram(hasThawed: false))
        #expect(judge(&guarding, one, 1) == .copy(age: .seconds(1), isNews: false))
        #expect(judge(&guarding, one, 5) == .copy(age: .seconds(5), isNews: false))
        #expect(judge(&guarding, one, 6) == .copy(age: .seconds(6), isNews: true))
        #expect(judge(&guarding, one, 7) == .copy(age: .seconds(7), isNews: false))
        #expect(judge(&guarding, other, 8) == .telegram(hasThawed: true))
        #expect(judge(&guarding, one, 9) == .telegram(hasThawed: false))
    }

    @Test("Copies are put up with for as long as somebody has said")
    func tolerance() throws {
        var guarding = FrozenGuard(tolerance: .seconds(3))
        let one = try reading(second: 1)

        #expect(judge(&guarding, one, 0) == .telegram(hasThawed: false))
        #expect(judge(&guarding, one, 3) == .telegram(hasThawed: false))
        #expect(judge(&guarding, one, 4) == .copy(age: .seconds(4), isNews: true))
    }

    @Test("Telegrams of a meter without a clock may be equal")
    func withoutClock() throws {
        var guarding = FrozenGuard(tolerance: nil)
        let one = try reading(second: nil)

        for second in 0..<60 { #expect(judge(&guarding, one, second) == .telegram(hasThawed: false)) }
    }

    @Test("Telegrams with equal values and another time are no copies: it may well be night")
    func constant() throws {
        var guarding = FrozenGuard(tolerance: nil)
        for second in 0..<60 {
            #expect(judge(&guarding, try reading(second: second), second) == .telegram(hasThawed: false))
        }
    }

    private func judge(_ guarding: inout FrozenGuard, _ reading: Reading, _ second: Int) -> FrozenGuard.Verdict {
        guarding.judge(reading, at: start + .seconds(second), staleAfter: .seconds(5))
    }

    private func reading(second: Int?) throws -> Reading {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        if let second { writer.append("0-0:1.0.0", "2601151030\(second < 10 ? "0" : "")\(second)W") }
        writer.append("1-0:1.7.0", "00.100*kW")
        var found: Telegram?
        var decoder = TelegramDecoder()
        decoder.decode(writer.telegram()) { outcome in
            if case .telegram(let telegram) = outcome { found = telegram }
        }
        return Reading(try #require(found))
    }
}
