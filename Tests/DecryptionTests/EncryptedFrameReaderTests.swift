// SPDX-License-Identifier: Apache-2.0

import Decryption
import Testing

@Suite("Frames in a stream")
struct EncryptedFrameReaderTests {
    private static let plain = InnerTelegram.text(power: 1000)

    private static func frame(counter: UInt32 = 1, length: Int = 120) -> [UInt8] {
        var meter = FrameMaker(counter: counter)
        return meter.frame(InnerTelegram.text(length: length))
    }

    @Test("A plain stream passes unchanged, at once and to the last byte")
    func plainPasses() {
        let stream = Self.plain + Self.plain + Array("noise\u{8}\u{8}".utf8)
        #expect(Stream.elements(stream, finishing: false) == [.plain(stream)])
    }

    @Test("Every byte value passes where no frame begins")
    func allBytesPass() {
        let stream = (0...255).map(UInt8.init) + (0...255).reversed().map(UInt8.init)
        #expect(Stream.elements(stream) == [.plain(stream)])
    }

    @Test("A frame is handed out with its last byte, with title and counter")
    func frameAtLastByte() throws {
        let bytes = Self.frame(counter: 0x0102_0304)
        #expect(Stream.elements(bytes.dropLast(), finishing: false).isEmpty)
        let elements = Stream.elements(bytes, finishing: false)
        try #require(elements.count == 1)
        guard case .frame(let frame) = elements[0] else { return #expect(Bool(false), "no frame: \(elements)") }
        #expect(frame.frameCounter == 0x0102_0304)
        #expect(frame.systemTitle.description == "5341470102030405 (SAG)")
    }

    @Test("All forms of the length are read", arguments: FrameMaker.LengthForm.allCases)
    func lengthForms(_ form: FrameMaker.LengthForm) {
        var meter = FrameMaker(lengthForm: form)
        let text = InnerTelegram.text(length: 60)
        #expect(Stream.frames(meter.frame(text) + meter.frame(text)).map(\.frameCounter) == [1, 2])
    }

    @Test(
        "Frames are found behind what may stand before them",
        arguments: [
            plain, Array("\r\n".utf8), Array("4*W)\r\n!1234\r\n".utf8), [0xDB], [0xDB, 0x08], [0xDB, 0x08, 0xDB],
            [0x80, 0xFF],
            Array("/SAG5broken off\r\n1-0:1.8.0(0001".utf8), Array("/SAG5x\r\n\r\n!".utf8), plain + plain + [0, 0],
        ]
    )
    func framesBehind(_ before: [UInt8]) {
        #expect(Stream.frames(before + Self.frame()).count == 1)
    }

    @Test("Plain telegrams and frames may alternate")
    func alternating() {
        let stream = Self.plain + Self.frame(counter: 1) + Self.plain + Self.frame(counter: 2) + Self.frame(counter: 3)
        let kinds = Stream.elements(stream).map { element -> String in
            switch element {
            case .plain(let bytes): bytes == Self.plain ? "plain" : "other"
            case .frame(let frame): "\(frame.frameCounter)"
            case .broken(let damage): "\(damage)"
            }
        }
        #expect(kinds == ["plain", "1", "plain", "2", "3"])
    }

    /// A telegram as it looks on a seven-bit line with even parity that is read with eight bits.
    private static let sevenBit = plain.map { $0 | ($0.nonzeroBitCount & 1 == 1 ? 0x80 : 0) }

    @Test("A telegram of a seven-bit line, read with eight, passes unchanged")
    func sevenBitLine() {
        #expect(Stream.elements(Self.sevenBit, finishing: false) == [.plain(Self.sevenBit)])
    }

    @Test(
        "Where a frame must begin, a damaged header is told from plain bytes",
        arguments: [[], plain, plain + [0, 0x0D, 0x0A, 0x20], sevenBit] as [[UInt8]]
    )
    func weakHeaderAtBorder(_ before: [UInt8]) {
        let stream = before + [0xDB, 0x08] + Array("SYSTEMID".utf8) + [0x84]
        #expect(Stream.elements(stream).last == .broken(.lengthField(0x84)))
    }

    @Test("DB 08 in an open telegram is plain unless a whole header follows")
    func weakHeaderInTelegram() {
        let stream =
            Array("/SAG5".utf8) + [0xDB, 0x08] + Array("abcdefgh".utf8) + [0x82, 0x01, 0xF2, 0x31] + Self.plain
        #expect(Stream.elements(stream) == [.plain(stream)])
    }

    @Test("The stream may be cut at any place without another result")
    func everyCut() {
        let parts: [[UInt8]] = [
            Self.plain,
            Self.frame(counter: 1),
            // A header with an impossible length, ended by a telegram.
            [0xDB, 0x08] + Array("abcdefgh".utf8) + [0x83, 1, 2, 3, 4, 5],
            Array("\n/SAG5x\r\n!\r\n".utf8),
            Self.frame(counter: 2),
            [0xDB, 7],
            // A frame that lost bytes.
            Self.frame(counter: 4).dropLast(40),
            Self.frame(counter: 5),
            Self.plain,
            [0xDB, 8, 1],
        ]
        let stream = Array(parts.joined())
        let whole = Stream.elements(stream)
        #expect(whole.count == parts.count)
        for cut in 1..<stream.count {
            #expect(Stream.elements([stream[..<cut], stream[cut...]]) == whole, "cut before byte \(cut)")
        }
        for length in 1...64 {
            #expect(Stream.elements(Stream.pieces(stream, of: length)) == whole, "pieces of \(length)")
        }
    }

    @Test("A piece far larger than the longest frame gives the same as its bytes one by one")
    func hugePiece() {
        let stream = (1...120).flatMap { Self.frame(counter: $0, length: 600) + Self.plain }
        #expect(stream.count > 4 * EncryptedFrameReader.maximumFrameLength)
        #expect(Stream.elements(stream) == Stream.elements(Stream.pieces(stream, of: 1)))
    }

    @Test("A longest frame is read; one more byte is not waited for")
    func longestFrame() {
        // 13 bytes of header and 17 around the text.
        let longest = EncryptedFrameReader.maximumFrameLength - 30
        var meter = FrameMaker()
        #expect(Stream.frames(meter.frame([UInt8](repeating: 0x41, count: longest))).count == 1)
        let tooLong = meter.frame([UInt8](repeating: 0x41, count: longest + 1))
        // Ciphertext this long may hold a line feed and a slash, which look like a telegram.
        #expect(Stream.elements(tooLong).first == .broken(.length(longest + 18)))
        #expect(Stream.frames(tooLong).isEmpty)
    }

    @Test(
        "A header that is none is reported, and the next frame is read",
        arguments: [
            ([0x80], FrameDamage.lengthField(0x80)), ([0x83, 0, 1, 0x30], .lengthField(0x83)),
            ([0xFF], .lengthField(0xFF)),
            ([0x82, 0xFF, 0xFF, 0x30], .length(0xFFFF)), ([0x82, 0, 17, 0x30], .length(17)), ([0, 0x30], .length(0)),
            ([0x81, 3, 0x30], .length(3)), ([0x82, 1, 0xF2, 0x20], .securityControl(0x20)),
        ]
    )
    func damagedHeader(_ afterTitle: [UInt8], _ damage: FrameDamage) {
        let stream = [0xDB, 0x08] + Array("SYSTEMID".utf8) + afterTitle + [9, 9, 9] + Self.frame()
        let elements = Stream.elements(stream)
        #expect(elements.first == .broken(damage))
        #expect(elements.count == 2)
        #expect(Stream.frames(stream).count == 1)
    }

    @Test("Behind a damaged header a plain telegram is handed out from its slash on")
    func plainAfterDamage() {
        let stream = [0xDB, 0x08] + Array("SYSTEMID".utf8) + [0xFF, 0x2F, 0x01, 0x0A] + Self.plain
        #expect(Stream.elements(stream) == [.broken(.lengthField(0xFF)), .plain(Self.plain)])
    }

    @Test("A frame that lost bytes ends where the next one of the same meter begins")
    func lostBytes() throws {
        let whole = Self.frame(counter: 7)
        for lost in 14..<whole.count - 14 {
            let elements = Stream.elements(whole.dropLast(lost) + Self.frame(counter: 8))
            try #require(elements.count == 2, "\(lost) bytes lost")
            #expect(elements[0] == .broken(.cut(received: whole.count - lost, expected: whole.count)))
            guard case .frame(let next) = elements[1] else { return #expect(Bool(false), "\(lost) bytes lost") }
            #expect(next.frameCounter == 8)
        }
    }

    @Test("Ciphertext may look like the header of another meter's frame")
    func headerInCiphertext() {
        var frame = Self.frame()
        frame.replaceSubrange(40..<54, with: [0xDB, 0x08] + Array("LGFOTHER".utf8) + [0x82, 0x01, 0xF2, 0x30])
        #expect(Stream.frames(frame).map(\.frameCounter) == [1])
    }

    @Test("After a frame whose length was damaged, frames are read again")
    func damagedLength() {
        var first = Self.frame(counter: 1)
        first[11] ^= 0x20
        let stream = first + (2...5).flatMap { Self.frame(counter: $0) }
        #expect(Stream.frames(stream).map(\.frameCounter) == [2, 3, 4, 5])
    }

    @Test("Silence breaks off what was begun, and the next frame is whole", arguments: 2..<150)
    func silence(_ received: Int) {
        var reader = EncryptedFrameReader()
        var elements: [EncryptedFrameReader.Element] = []
        let frame = Self.frame(length: 150)
        reader.read(frame.prefix(received)) { elements.append($0) }
        reader.finish { elements.append($0) }
        reader.read(frame) { elements.append($0) }
        #expect(reader.heldByteCount == 0)
        #expect(
            elements.first
                == .broken(
                    received < 14
                        ? .cutInHeader(received: received) : .cut(received: received, expected: frame.count)
                )
        )
        guard elements.count == 2, case .frame = elements[1] else { return #expect(Bool(false), "\(elements)") }
    }

    @Test("A lone DB at the end is plain")
    func loneTag() {
        #expect(Stream.elements([0xDB], finishing: false).isEmpty)
        #expect(Stream.elements([0xDB]) == [.plain([0xDB])])
    }

    @Test("A stream that starts in the middle of a frame is read from the next one on")
    func startsInsideFrame() {
        let frames = Self.frame(counter: 1) + Self.frame(counter: 2)
        for start in 1..<Self.frame().count {
            #expect(Stream.frames(Array(frames.dropFirst(start))).map(\.frameCounter) == [2], "from byte \(start)")
        }
    }

    @Test("Garbage is bounded in memory, and in any pieces it is the same", arguments: 0..<40)
    func garbage(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // Pieces of headers among random bytes, so that every branch is met often.
        let parts: [[UInt8]] = [
            [0xDB], [0xDB, 0x08], [0xDB, 0x08] + random.bytes(8) + [0x82], [0x82, 0x3F], [0x30], Array("\n/".utf8),
            Array("\n!".utf8), [0x0A], Self.frame(), Array(Self.frame().prefix(14)),
        ]
        var stream: [UInt8] = []
        for _ in 0..<400 {
            let length = Int.random(in: 0...30, using: &random)
            stream += Bool.random(using: &random) ? random.bytes(length) : parts.randomElement(using: &random) ?? []
        }
        var reader = EncryptedFrameReader()
        var handedOut = 0
        var largest = 0
        for piece in Stream.pieces(stream, of: Int.random(in: 1...700, using: &random)) {
            reader.read(piece) { if case .plain(let bytes) = $0 { handedOut += bytes.count } }
            largest = max(largest, reader.heldByteCount)
        }
        #expect(largest <= EncryptedFrameReader.maximumFrameLength)
        #expect(handedOut <= stream.count)
        #expect(Stream.elements(stream) == Stream.elements(Stream.pieces(stream, of: 1)))
    }
}
