// SPDX-License-Identifier: Apache-2.0

import Inputs
import Testing

@Suite("Times and serial settings as people write them")
struct NotationTests {
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

    @Test(
        "What are no serial settings is refused",
        arguments: [
            "", "9600", "9600-", "-8N1", "9600-8N", "9600-8N11", "9600-6N1", "9600-8X1", "9600-8N3", "9601-8N1",
            "+9600-8N1", "9600,8N1",
        ]
    )
    func badSettings(text: String) {
        #expect(SerialSettings(text) == nil)
    }

    @Test(
        "Seven bits with parity are read as eight without, all others as they are",
        arguments: [
            ("9600-7E1", "9600-8N1"), ("9600-7O1", "9600-8N1"), ("9600-7N1", "9600-7N1"), ("115200-8N1", "115200-8N1"),
            ("2400-8E1", "2400-8E1"),
        ]
    )
    func portSettings(line: String, port: String) throws {
        let settings = try #require(SerialSettings(line))
        #expect(settings.portSettings.description == port)
        #expect(settings.carriesParityInBit7 == (line != port))
    }
}
