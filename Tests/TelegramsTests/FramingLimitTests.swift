// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

/// No telegram is longer than 16 KiB; what claims to be costs no more memory than that.
@Suite struct FramingLimitTests {
    private func telegram(length: Int) -> [UInt8] {
        var writer = TelegramWriter(identification: "AAA5LONG")
        // Everything but the message: identification, blank line, code and parentheses, line end, '!' and four digits.
        let rest = "/AAA5LONG\r\n\r\n0-0:96.13.0()\r\n!0000".utf8.count
        writer.append("0-0:96.13.0", String(repeating: "F", count: length - rest))
        return writer.telegram()
    }

    @Test(
        "The longest telegram is accepted, one byte more is not, in pieces of any size",
        arguments: [1, 7, 1000, 100_000]
    )
    func longest(size: Int) {
        let longest = telegram(length: 16_384)
        #expect(longest.count == 16_384 + 2)
        #expect(DecodedStream(pieces: longest.pieces(of: size)).telegrams.count == 1)
        let longer = DecodedStream(pieces: telegram(length: 16_385).pieces(of: size))
        #expect(longer.telegrams.isEmpty)
        #expect(longer.reasons == ["too-long"])
    }

    @Test(
        "The telegram behind one that is too long is found, in pieces of any size",
        arguments: [1, 100, 4096, 1_000_000]
    )
    func afterTooLong(size: Int) {
        let stream = telegram(length: 40_000) + WrittenTelegrams.short()
        #expect(DecodedStream(pieces: stream.pieces(of: size)).identifications == ["AAA5MODEL"])
    }

    @Test("A stream that never ends a telegram is given up in pieces of bounded size")
    func endless() {
        let endless = DecodedStream(Array("/AAA5\r\n") + [UInt8](repeating: 0x41, count: 1_000_000))
        #expect(endless.telegrams.isEmpty)
        #expect(endless.reasons == ["too-long"])
        #expect(endless.longestRejected <= 16_384)
    }

    @Test(
        "A stream of line ends and slashes costs no more than any other",
        arguments: ["\n/", "/", "/AAA", "!", "\n!", "x!0000\n"]
    )
    func hostile(unit: String) {
        let bytes = Array("/AAA5\r\n") + (0..<20_000).flatMap { _ in Array(unit.utf8) }
        #expect(DecodedStream(bytes, isFinished: true).telegrams.count <= 1)
    }
}
