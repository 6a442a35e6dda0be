// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

@Suite struct ChecksumPolicyTests {
    private let valid = WrittenTelegrams.short("AAA5VALID")
    private let bare = WrittenTelegrams.short("AAA5BARE", checksum: nil)
    private let wrong = Array(WrittenTelegrams.short("AAA5WRONG").dropLast(6)) + Array("0000\r\n")

    @Test("'required' accepts only what verifies")
    func required() {
        let stream = DecodedStream(bare + wrong + valid, policy: .required)
        #expect(stream.identifications == ["AAA5VALID"])
        #expect(stream.reasons == ["checksum-missing", "checksum-mismatch"])
    }

    @Test("'if-present' accepts a bare end until the first valid checksum, and not after it")
    func learning() {
        let stream = DecodedStream(bare + wrong + valid + bare + valid)
        #expect(stream.identifications == ["AAA5BARE", "AAA5VALID", "AAA5VALID"])
        #expect(stream.reasons == ["checksum-mismatch", "checksum-missing"])
    }

    @Test("'if-present' that does not learn judges each telegram by itself")
    func withoutLearning() {
        let stream = DecodedStream(valid + bare + wrong, learns: false)
        #expect(stream.identifications == ["AAA5VALID", "AAA5BARE"])
    }

    @Test("'none' accepts everything and says what the checksum was")
    func none() {
        let stream = DecodedStream(valid + bare + wrong, policy: .none)
        #expect(stream.telegrams.count == 3)
        #expect(stream.telegrams[0].checksum == .valid(.arc))
        #expect(stream.telegrams[1].checksum == .absent)
        guard case .invalid(sent: 0, computed: let computed) = stream.telegrams[2].checksum else {
            Issue.record("the checksum counts as \(stream.telegrams[2].checksum)")
            return
        }
        #expect(computed != 0)
    }

    @Test("The Hungarian checksum is recognised, and a source that has shown it is held to it")
    func hungarian() {
        let x25 = WrittenTelegrams.short("HLY5X25", checksum: .x25)
        let stream = DecodedStream(x25 + x25 + valid)
        #expect(stream.telegrams.map(\.checksum) == [.valid(.x25), .valid(.x25)])
        #expect(stream.reasons == ["checksum-mismatch"])
        #expect(DecodedStream(x25 + valid, learns: false).telegrams.map(\.checksum) == [.valid(.x25), .valid(.arc)])
    }

    @Test(
        "A checksum may be in lower case and have characters behind it",
        arguments: ["\r\n", "\0\r\n", "  \r\n", "\n"]
    )
    func spelling(ending: String) {
        let lower = String(decoding: valid.dropLast(2), as: UTF8.self)
        let mark = lower.lastIndex(of: "!") ?? lower.startIndex
        let bytes = Array(lower[..<mark].utf8) + Array(lower[mark...].lowercased() + ending)
        #expect(DecodedStream(bytes + bytes, policy: .required).telegrams.count == 2)
    }

    @Test("A checksum without its leading zeros verifies", arguments: 1...3)
    func unpadded(zeros: Int) throws {
        // Given a telegram whose checksum begins with that many zeros
        let bytes = try #require(
            (0..<200_000).lazy.map { WrittenTelegrams.short("NWA-\($0)") }.first { bytes in
                bytes.suffix(6).prefix(zeros).allSatisfy { $0 == UInt8(ascii: "0") }
            }
        )
        // When the zeros are left out
        let shortened = Array(bytes.dropLast(6) + bytes.suffix(6).dropFirst(zeros))
        // Then it is still valid
        #expect(DecodedStream(shortened).telegrams.map(\.checksum) == [.valid(.arc)])
    }

    @Test("Reasons are named and told in words")
    func reasons() {
        #expect(
            Rejection.checksumMismatch(sent: 0xA, computed: 0xBEEF).description
                == "the checksum says 000A but the bytes give BEEF: it was damaged on its way, or somebody changed it"
        )
        #expect(
            Rejection.malformedLine(7).description == "line 7 is malformed and no checksum vouches for the telegram"
        )
        #expect(Rejection.implausible("it is too much").description == "it is too much")
        let all: [Rejection] = [
            .checksumMismatch(sent: 0, computed: 1), .checksumMissing, .malformedLine(1), .cut, .tooLong,
            .parityErrors(1), .implausible(""),
        ]
        #expect(Set(all.map(\.name)).count == all.count)
    }
}
