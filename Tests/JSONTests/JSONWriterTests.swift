// SPDX-License-Identifier: Apache-2.0

import JSON
import Telegrams
import Testing

import struct Foundation.Data
import class Foundation.JSONSerialization

@Suite("JSON text")
struct JSONWriterTests {
    @Test("Members and elements are parted by commas, and only they are")
    func commas() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("none", String?.none)
            writer.member("count", 3)
            writer.key("list")
            writer.array { writer in
                writer.boolean(true)
                writer.array { _ in }
                writer.object { _ in }
                writer.number(-7)
            }
        }

        #expect(writer.text == #"{"none":null,"count":3,"list":[true,[],{},-7]}"#)
    }

    @Test(
        "A number keeps its digits",
        arguments: [
            (Decimal(1_988_284, exponent: -3), "1988.284"), (Decimal(-30, exponent: -3), "-0.030"),
            (Decimal(588), "588"), (Decimal(12, exponent: 2), "1200"), (Decimal(0, exponent: -2), "0.00"),
            (Decimal(.max, exponent: -1), "922337203685477580.7"),
        ]
    )
    func digits(number: Decimal, expected: String) {
        var writer = JSONWriter()
        writer.number(number)

        #expect(writer.text == expected)
    }

    @Test(
        "Any text comes back from Foundation's parser as it was",
        arguments: [
            "", "plain", "quote \" and backslash \\", "line\nbreak\r\ttab", "\u{0}\u{1}\u{1F}\u{7F}", "a/b",
            "Húsið á horninu 🏠", "\u{2028}\u{2029}", "ends with {", "ends with :", "[",
        ]
    )
    func texts(text: String) throws {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member(text, text)
            writer.member("after", 1)
        }

        let parsed = try #require(
            JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: any Sendable]
        )
        #expect(parsed[text] as? String == text)
        #expect(parsed["after"] as? Int == 1)
        #expect(!writer.bytes.contains { $0 < 0x20 })
    }

    @Test("Every control character is escaped as RFC 8259 wants it", arguments: UInt8(0)..<0x20)
    func controlCharacters(code: UInt8) throws {
        let text = String(UnicodeScalar(code))
        var writer = JSONWriter()
        writer.array { $0.string(text) }

        #expect(try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String] == [text])
    }
}
