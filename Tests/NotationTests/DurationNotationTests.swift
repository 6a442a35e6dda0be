// SPDX-License-Identifier: Apache-2.0

import Notation
import Testing

@Suite("Times as people write them")
struct DurationNotationTests {
    @Test(
        "A time has a number and a unit",
        arguments: [
            ("100ms", 100), ("1s", 1000), ("2.5s", 2500), ("1m", 60_000), ("0.5m", 30_000), ("1h", 3_600_000),
            ("0s", 0), ("0.001s", 1), ("1000h", 3_600_000_000),
        ]
    )
    func durations(text: String, milliseconds: Int) {
        #expect(Duration(notation: text) == .milliseconds(milliseconds))
    }

    @Test(
        "What is no time is refused",
        arguments: [
            "", "1", "s", "-1s", "+1s", "1 s", "1.s", ".5s", "1.2.3s", "1S", "1d", "0.0001s", "0.5ms", "1001h",
            "99999999999999999999s", "1.00000000s", "١s",
        ]
    )
    func badDurations(text: String) {
        #expect(Duration(notation: text) == nil)
    }

    @Test(
        "A time is written in the longest unit that needs no decimals",
        arguments: [(0, "0s"), (100, "100ms"), (1000, "1s"), (2500, "2500ms"), (90_000, "90s"), (86_400_000, "24h")]
    )
    func writing(milliseconds: Int, text: String) {
        #expect(Duration.milliseconds(milliseconds).notation == text)
    }
}
