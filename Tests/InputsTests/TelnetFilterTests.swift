// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Inputs

@Suite("Telnet commands in the stream")
struct TelnetFilterTests {
    private static let text = Array("/ISK5\\2M550T\r\n\r\n1-0:1.7.0(00.588*kW)\r\n!\r\n".utf8)
    /// IAC WILL ECHO, IAC DO COM-PORT with a subnegotiation that holds a doubled IAC, IAC NOP.
    private static let commands: [UInt8] = [
        0xFF, 0xFB, 1, 0xFF, 0xFD, 44, 0xFF, 0xFA, 44, 1, 0xFF, 0xFF, 0x21, 0xFF, 0xF0, 0xFF, 0xF1,
    ]
    /// An encrypted frame's beginning, and bytes that look like telnet behind it.
    private static let frame: [UInt8] = [0xDB, 0x08, 0x53, 0xFF, 0xFB, 1, 0xFF, 0xFF, 0xFF, 0xFA, 7, 0xFF, 0xF1, 0]

    struct Case: Sendable {
        let name: String
        let stream: [UInt8]
        let data: [UInt8]
    }

    static let cases = [
        Case(name: "text alone", stream: text, data: text),
        Case(name: "commands before text", stream: commands + text, data: text),
        Case(name: "commands within text", stream: text + commands + text, data: text + text),
        Case(name: "a doubled 0xFF is data", stream: [0xFF, 0xFB, 1, 0xFF, 0xFF, 0x2F], data: [0xFF, 0x2F]),
        Case(name: "an encrypted frame passes untouched", stream: frame + frame, data: frame + frame),
        Case(name: "text with parity bits is raw", stream: [0xAF, 0xFF, 0xFB, 1], data: [0xAF, 0xFF, 0xFB, 1]),
        Case(
            name: "0xFF without a command is raw",
            stream: [0x2F, 0xFF, 0x41, 0xFF, 0xFB, 1],
            data: [0x2F, 0xFF, 0x41, 0xFF, 0xFB, 1]
        ),
        Case(
            name: "a stream that breaks telnet's grammar becomes raw",
            stream: [0xFF, 0xFB, 1, 0x41, 0xFF, 0x41, 0xFF, 0xFB, 1],
            data: [0x41, 0xFF, 0x41, 0xFF, 0xFB, 1]
        ),
    ]

    @Test("The data come out alike wherever the stream is cut", arguments: cases)
    func splitting(_ test: Case) {
        for cut in 0...test.stream.count {
            var filter = TelnetFilter()
            let data = filter.filter(Array(test.stream[..<cut])) + filter.filter(Array(test.stream[cut...]))
            #expect(data == test.data, "\(test.name), cut at \(cut)")
        }
        var filter = TelnetFilter()
        #expect(test.stream.flatMap { filter.filter([$0]) } == test.data, "\(test.name), byte by byte")
    }

    @Test("A subnegotiation without an end loses a bounded piece of the stream")
    func endlessSubnegotiation() {
        var filter = TelnetFilter()
        let stream = [0xFF, 0xFB, 1, 0xFF, 0xFA] + [UInt8](repeating: 0x41, count: 2000)
        #expect(filter.filter(stream).count > 1400)
    }
}
