// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

@Suite struct CopiedTelegramTests {
    private let sent = Array(WrittenTelegrams.full().dropLast(6))
    private var checksum: UInt16 { Checksum.arc.value(of: sent.span, 0..<sent.count) }

    static let losses: [(name: String, pattern: String, replacement: String)] = [
        ("the carriage returns", "\r\n", "\n"), ("the empty line", "\r\n\r\n", "\r\n"),
        ("both", "\r\n\r\n", "\n"), ("nothing, but carriage returns are twice there", "\r\n", "\r\r\n"),
        ("nothing, but blanks were added", ")\r\n", ") \r\n"),
    ]

    @Test("What copying has taken from a telegram is put back", arguments: losses)
    func restored(_ loss: (name: String, pattern: String, replacement: String)) {
        let copied = replaced(sent, Array(loss.pattern.utf8), Array(loss.replacement.utf8))
        #expect(CopiedTelegram.restored(copied, checksum: checksum) == sent)
    }

    @Test("A telegram with another digit is not made whole")
    func damaged() {
        var damaged = sent
        for index in damaged.indices where damaged[index] == UInt8(ascii: "5") { damaged[index] = UInt8(ascii: "6") }
        #expect(CopiedTelegram.restored(damaged, checksum: checksum) == nil)
    }

    private func replaced(_ bytes: [UInt8], _ pattern: [UInt8], _ replacement: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: pattern) {
                result += replacement
                index += pattern.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}
