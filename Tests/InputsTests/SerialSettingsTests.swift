// SPDX-License-Identifier: Apache-2.0

import Inputs
import Testing

@Suite("Serial settings as people write them")
struct SerialSettingsTests {
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
