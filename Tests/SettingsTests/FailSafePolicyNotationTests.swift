// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Settings
import Telegrams
import Testing

@Suite("A fail-safe policy as it is written in a configuration and behind --as")
struct FailSafePolicyNotationTests {
    @Test(
        "Every policy is read",
        arguments: [
            ("silence", .silence), ("unavailable", .unavailable), ("zero", .zero), ("exception 11", .exception(11)),
            ("hold 10s then exception 11", .hold(.seconds(10), then: .exception(11))),
            ("hold 250ms then substitute power=5", .hold(.milliseconds(250), then: .substitute([.power: Decimal(5)]))),
            ("substitute power = 2.5 kW", .substitute([.power: Decimal(2500)])),
            ("substitute power=-500", .substitute([.power: Decimal(-500)])),
            (
                "substitute current.l1= 25 A current.l2 =16 current.l3 = 500 mA",
                .substitute([
                    .currentL1: Decimal(25), .currentL2: Decimal(16), .currentL3: Decimal(5, exponent: -1),
                ])
            ),
        ] as [(String, FailSafePolicy)]
    )
    func policies(text: String, policy: FailSafePolicy) throws {
        #expect(try FailSafePolicy(notation: text) == policy)
    }

    @Test(
        "A policy is read back from how it is shown",
        arguments: [
            "silence", "unavailable", "zero", "exception 4", "hold 10s then exception 11",
            "hold 500ms then substitute current.l1=25 power=-500", "substitute frequency=50.00",
        ]
    )
    func shown(text: String) throws {
        #expect(try FailSafePolicy(notation: text).description == text)
    }

    @Test("What stands behind a policy is left to whoever reads the line")
    func rest() throws {
        var diagnostics = Diagnostics(of: SourceText(name: "", text: ""))
        let source = SourceText(name: "test", text: "hold 10s then substitute power = 500 W lost silence")
        let line = try #require(Lexer.lines(of: source, &diagnostics).first)
        var tokens = line.tokens[...]

        let stale = try FailSafePolicy(notation: &tokens, end: line.end)

        #expect(stale == .hold(.seconds(10), then: .substitute([.power: Decimal(500)])))
        #expect(tokens.map(\.text) == ["lost", "silence"])
    }

    @Test(
        "What is no policy is refused with the place, the reason and what to write",
        arguments: [
            (
                "", 1,
                "a fail-safe policy is missing; silence, exception N, unavailable, substitute NAME = VALUE, hold TIME then POLICY or zero"
            ),
            ("silense", 1, "'silense' is no fail-safe policy; did you mean 'silence'?"),
            ("exception", 10, "an exception has a code; one of 1, 2, 3, 4, 5, 6, 8, 10, 11"),
            ("exception 7", 11, "an exception has a code; one of 1, 2, 3, 4, 5, 6, 8, 10, 11"),
            ("hold then silence", 6, "values are held for a time from 100ms to 60s; hold 10s then silence"),
            ("hold 61s then silence", 6, "values are held for a time from 100ms to 60s; hold 10s then silence"),
            ("hold 10 then silence", 6, "values are held for a time from 100ms to 60s; hold 10s then silence"),
            ("hold 5s", 8, "what comes after the held values is missing; hold 5s then silence"),
            ("hold 5s then hold 5s then silence", 14, "values are held once, not one time after another"),
            (
                "substitute", 11,
                "a substitute needs values; substitute current.l1 = 25 A current.l2 = 25 A current.l3 = 25 A"
            ),
            ("substitute curent.l1=25", 12, "there is no quantity 'curent.l1'; did you mean 'current.l1'?"),
            ("substitute status.age=25", 12, "'status.age' is no number that a meter measures"),
            ("substitute power=", 18, "a number is expected here; power = 25 W"),
            ("substitute power=lots", 18, "a number is expected here; power = 25 W"),
            ("substitute power=25 A", 21, "'power' is not measured in A; power = 25 W"),
            ("substitute power=25 power=26", 21, "'power' has two values"),
            ("silence please", 9, "'please' stands behind the end of the policy"),
        ]
    )
    func faults(text: String, column: Int, sentence: String) {
        #expect {
            try FailSafePolicy(notation: text)
        } throws: { error in
            guard let fault = error as? FailSafePolicyFault else { return false }
            return fault.description == sentence && fault.range.column == column
        }
    }
}
