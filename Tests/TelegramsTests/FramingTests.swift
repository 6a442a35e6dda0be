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
        "The end of a file ends a telegram without an exclamation mark whose dialect has no checksum; that of a link doesn't"
    )
    func endOfStream() {
        let bytes = Array("/AAA5\r\n\r\n1-0:1.7.0(00.588*kW)\r\n0-1:24.3.0(0)(24)(m3)(1.5)\r\n")
        let other = Array("/AAA5\r\n\r\n1-0:1.7.0(00.588*kW)\r\n")
        #expect(DecodedStream(other, learns: false, isFinished: true).reasons == ["cut"])
        #expect(DecodedStream(bytes, learns: false, isFinished: true).identifications == ["AAA5"])
        #expect(DecodedStream(bytes, learns: false, isFinished: false).telegrams.isEmpty)
        #expect(DecodedStream(bytes, policy: .required, learns: false, isFinished: true).telegrams.isEmpty)
        #expect(DecodedStream(bytes, isFinished: true).reasons == ["cut"])
        let later = DecodedStream(WrittenTelegrams.short() + bytes, learns: false, isFinished: true)
        #expect(later.identifications == ["AAA5MODEL", "AAA5"])
    }

    @Test(
        "Noise in front of the slash costs no telegram",
        arguments: ["\u{0}", "\u{FEFF}", "\u{2}", "\r", "\u{0}\u{0}\u{0}", "garbage", "9*kW)"]
    )
    func noise(before: String) {
        let stream = DecodedStream(WrittenTelegrams.short() + Array(before) + WrittenTelegrams.full())
        #expect(stream.telegrams.count == 2)
        #expect(stream.reasons.isEmpty)
    }

    @Test(
        "Slashes and bytes of other lines in front of a telegram cost nothing",
        arguments: ["x/abcdef", "\r\n\u{AF}"]
    )
    func slashes(before: String) {
        let bytes = before.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } + WrittenTelegrams.full()
        #expect(DecodedStream(bytes).telegrams.count == 1)
    }

    @Test("A line end that was damaged loses the telegram without a checksum")
    func lostLineEnd() {
        let bytes = Array("/AAA5\r\n\r\n1-0:1.8.1(1*kWh)\r\u{0B}1-0:1.8.2(2*kWh)\r\n!\r\n")
        #expect(DecodedStream(bytes).reasons == ["malformed-line"])
    }

    @Test("A line that continues one that was ignored belongs to no other object")
    func continuedIgnored() throws {
        let lines = "0-1:24.2.1(1*m3)\r\n0-1:24.2.1*01(0)\r\n(9*m3)\r\n"
        let telegram = try #require(DecodedStream(Array("/AAA5\r\n\r\n\(lines)!\r\n")).telegrams.first)
        #expect(telegram.objects.map { telegram.texts($0) } == [["1*m3"]])
    }

    @Test("A telegram that begins in mid-line is noise unless its checksum verifies", arguments: [1, 7, 1000])
    func midLine(size: Int) {
        let bare = Array("garbage") + WrittenTelegrams.short(checksum: nil)
        let wrong = Array("garbage") + Array(WrittenTelegrams.short().dropLast(6)) + Array("0000\r\n")
        let bytes = bare + wrong + WrittenTelegrams.full()
        let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0...].prefix(size)) }
        let stream = DecodedStream(pieces: pieces)
        #expect(stream.telegrams.count == 1)
        #expect(stream.reasons.isEmpty)
    }

    @Test("A telegram without a line is none", arguments: ["/AAA5\r\n\r\n!\r\n", "/AAA5 1-0:1.7.0(1*kW)\r!\r\n"])
    func empty(text: String) {
        let stream = DecodedStream(Array(text), learns: false, isFinished: true)
        #expect(stream.telegrams.isEmpty)
    }

    @Test("A wrong checksum behind the last value is a wrong checksum")
    func wrongInMidLine() {
        let bytes = Array("/AAA5\r\n\r\n1-0:1.7.0(00.588*kW)!8F46\r\n")
        #expect(DecodedStream(bytes, learns: false, isFinished: true).reasons == ["checksum-mismatch"])
    }

    @Test("Lines for maintenance and values of earlier periods are ignored and reported")
    func ignored() throws {
        let lines = "F.F(00000000)\r\n1-0:1.7.0(1*kW)\r\n1-1:C.5(8)\r\n1-0:1.7.0*62(9*kW)\r\n"
        let stream = DecodedStream(Array("/AAA5\r\n\r\n\(lines)!\r\n"))
        let telegram = try #require(stream.telegrams.first)
        #expect(telegram.objects.map { telegram.texts($0) } == [["1*kW"]])
        #expect(telegram.oddities.map(\.kind) == [.serviceCode, .serviceCode, .earlierPeriod])
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
