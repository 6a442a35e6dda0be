// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Inputs

@Suite("Cutting recordings into telegrams")
struct RecordingCutterTests {
    @Test(
        "A piece ends with a line that begins with an exclamation mark; the rest goes with the last",
        arguments: [
            ("", []),
            ("/A\r\n", ["/A\r\n"]),
            ("/A\r\n!1F\r\n", ["/A\r\n!1F\r\n"]),
            ("/A\r\n!\r\n/B\r\n!\r\n", ["/A\r\n!\r\n", "/B\r\n!\r\n"]),
            ("/A\n!\n\n/B\n!\n\n", ["/A\n!\n", "\n/B\n!\n\n"]),
            ("/A\r\n1(!)\r\n!\r\n/B", ["/A\r\n1(!)\r\n!\r\n/B"]),
            ("x\r\n!\r\n/A\r\n!ABCD", ["x\r\n!\r\n/A\r\n!ABCD"]),
            ("!\r\n!\r\n", ["!\r\n", "!\r\n"]),
        ]
    )
    func cutting(recording: String, pieces: [String]) {
        let cut = RecordingCutter.pieces(of: Array(recording.utf8))
        #expect(cut.map { String(decoding: $0, as: UTF8.self) } == pieces)
    }

    @Test("An encrypted frame is not cut, whatever bytes it holds")
    func encryptedFrame() {
        let frame: [UInt8] = [0xDB, 0x08, 0x0A, 0x21, 0x0A, 0x0A, 0x21, 0x0A]
        #expect(RecordingCutter.pieces(of: frame) == [frame[...]])
    }
}
