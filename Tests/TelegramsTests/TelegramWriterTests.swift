// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

@Suite struct TelegramWriterTests {
    @Test("A telegram is written as the companion standard prints it")
    func layout() {
        let text = String(decoding: WrittenTelegrams.short(checksum: nil), as: UTF8.self)
        #expect(text == "/AAA5MODEL\r\n\r\n1-0:1.7.0(00.588*kW)\r\n!\r\n")
    }

    @Test("What was written is read back", arguments: [Checksum.arc, .x25, nil])
    func roundTrip(checksum: Checksum?) throws {
        let stream = DecodedStream(WrittenTelegrams.full(checksum: checksum))
        let telegram = try #require(stream.telegrams.first)
        #expect(telegram.checksum == (checksum.map { .valid($0) } ?? .absent))
        #expect(telegram.identification == #"ISK5\2M550T-1012"#)
        #expect(telegram.oddities.isEmpty)
        // Written again from what was read, it is the same.
        var writer = TelegramWriter(identification: telegram.identification)
        for object in telegram.objects {
            writer.append(line: "\(object.code)" + telegram.texts(object).map { "(\($0))" }.joined())
        }
        #expect(writer.telegram(checksum: checksum) == WrittenTelegrams.full(checksum: checksum))
    }
}
