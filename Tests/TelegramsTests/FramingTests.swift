// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

@Suite struct FramingTests {
    /// Noise, a telegram, its twin without a break between them, a cut one, a bare one.
    private static let stream: [UInt8] =
        Array("9*kWh)\r\n!A1B2\r\n") + WrittenTelegrams.full() + WrittenTelegrams.short() + Array("\r\n")
        + WrittenTelegrams.full().prefix(100) + WrittenTelegrams.short("BBB5OTHER")

    @Test("A stream gives the same telegrams in pieces of any size", arguments: 1...40)
    func pieces(size: Int) {
        let whole = DecodedStream(Self.stream)
        let parts = DecodedStream(pieces: Self.stream.pieces(of: size))

        #expect(whole.identifications == [#"ISK5\2M550T-1012"#, "AAA5MODEL", "BBB5OTHER"])
        #expect(parts.telegrams.map(\.bytes) == whole.telegrams.map(\.bytes))
        #expect(parts.rejections == whole.rejections)
    }

    @Test("A stream gives the same telegrams wherever it is split in two")
    func splits() {
        let whole = DecodedStream(Self.stream)
        for place in 0...Self.stream.count {
            let parts = DecodedStream(pieces: [Array(Self.stream[..<place]), Array(Self.stream[place...])])
            #expect(parts.telegrams.map(\.bytes) == whole.telegrams.map(\.bytes), "split at \(place)")
            #expect(parts.rejections == whole.rejections, "split at \(place)")
        }
    }

    @Test("A telegram is handed out with its last checksum digit, without waiting for the line end")
    func lastDigit() {
        let bytes = Array(WrittenTelegrams.short().dropLast(2))
        #expect(DecodedStream(bytes).telegrams.count == 1)
        #expect(DecodedStream(Array(bytes.dropLast())).telegrams.isEmpty)
    }

    @Test("Slashes and exclamation marks inside a line neither begin nor end a telegram")
    func marksInText() throws {
        var writer = TelegramWriter(identification: "HLY5/D545-METER")
        writer.append("0-0:96.13.0", "see http://example.org/AAA5! now!A1B2")
        writer.append("1-0:1.7.0", "00.588*kW")
        let stream = DecodedStream(writer.telegram() + writer.telegram(checksum: nil), learns: false)
        #expect(stream.identifications == ["HLY5/D545-METER", "HLY5/D545-METER"])
        let object = try #require(stream.telegrams.first?.object(ObisCode(0, 0, 96, 13, 0)))
        #expect(stream.telegrams.first?.text(object) == "see http://example.org/AAA5! now!A1B2")
    }

    @Test("An exclamation mark behind the last value ends a telegram when its checksum verifies")
    func endBehindValue() {
        let body = Array("/ADN9 6534\r\n\r\n1-0:1.7.0(0000.588*kW)!")
        let value = Checksum.arc.value(of: body.span, 0..<body.count)
        let bytes = body + Array(String(value, radix: 16) + "\r\n")
        #expect(DecodedStream(bytes + bytes).identifications == ["ADN9 6534", "ADN9 6534"])
        let wrong = body + Array(String(value ^ 1, radix: 16) + "\r\n") + WrittenTelegrams.short()
        #expect(DecodedStream(wrong).identifications == ["AAA5MODEL"])
    }

    @Test(
        "A telegram that was cut off in mid-line loses nothing of the one that begins there",
        arguments: [5, 30, 70, 99]
    )
    func cutInLine(length: Int) {
        let cut = Array(WrittenTelegrams.full().prefix(length))
        let stream = DecodedStream(cut + WrittenTelegrams.short())
        #expect(stream.identifications == ["AAA5MODEL"])
        #expect(stream.telegrams.first?.bytes == Array(WrittenTelegrams.short().dropLast(6)))
        #expect(stream.reasons == ["cut"])
    }

    @Test("A telegram that was cut off between two lines is rejected as cut")
    func cutBetweenLines() {
        let cut = Array("/CCC5\r\n\r\n1-0:1.7.0(00.100*kW)\r\n")
        let stream = DecodedStream(cut + WrittenTelegrams.short())
        #expect(stream.identifications == ["AAA5MODEL"])
        #expect(stream.reasons == ["cut"])
    }

    @Test("A stream that begins in the middle of a telegram gives the next one", arguments: [1, 20, 150, 260])
    func startMidStream(dropped: Int) {
        let stream = DecodedStream(Array(WrittenTelegrams.full().dropFirst(dropped)) + WrittenTelegrams.short())
        #expect(stream.identifications == ["AAA5MODEL"])
    }

    @Test(
        "The end of a file ends a telegram without an exclamation mark where none ever had a checksum; that of a link doesn't"
    )
    func endOfStream() {
        let bytes = Array("/AAA5\r\n\r\n1-0:1.7.0(00.588*kW)\r\n")
        #expect(DecodedStream(bytes, learns: false, isFinished: true).identifications == ["AAA5"])
        #expect(DecodedStream(bytes, learns: false, isFinished: false).telegrams.isEmpty)
        #expect(DecodedStream(bytes, policy: .required, learns: false, isFinished: true).telegrams.isEmpty)
        #expect(DecodedStream(bytes, isFinished: true).reasons == ["cut"])
        let later = DecodedStream(WrittenTelegrams.short() + bytes, learns: false, isFinished: true)
        #expect(later.identifications == ["AAA5MODEL"])
        #expect(later.reasons == ["cut"])
    }

    @Test("A recording that stops in mid-telegram doesn't give half of it, even where each is judged by itself")
    func endOfFile() {
        let bytes = WrittenTelegrams.short() + Array("/AAA5\r\n\r\n1-0:1.7.0(00.588*kW)\r\n")
        let stream = DecodedStream(bytes, learns: false, isFinished: true)
        #expect(stream.identifications == ["AAA5MODEL"])
        #expect(stream.reasons == ["cut"])
    }

    @Test("The end of a stream completes a checksum or a bare exclamation mark whose line end never came")
    func endWithoutLineEnd() {
        #expect(DecodedStream(Array(WrittenTelegrams.short().dropLast(2)), isFinished: true).telegrams.count == 1)
        let bare = Array(WrittenTelegrams.short(checksum: nil).dropLast(2))
        #expect(DecodedStream(bare).telegrams.isEmpty)
        #expect(DecodedStream(bare, isFinished: true).telegrams.count == 1)
    }
}
