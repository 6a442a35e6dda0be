// SPDX-License-Identifier: Apache-2.0

import Telegrams
import Testing

@Suite struct ChecksumTests {
    @Test("The published check values over 123456789", arguments: [(Checksum.arc, 0xBB3D as UInt16), (.x25, 0x906E)])
    func checkValues(checksum: Checksum, expected: UInt16) {
        let bytes = Array("123456789".utf8)
        #expect(checksum.value(of: bytes.span, 0..<bytes.count) == expected)
    }

    @Test("The table agrees with the definition bit by bit at every length", arguments: 0..<40)
    func tables(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        var remainder: UInt16 = 0
        for byte in bytes {
            remainder ^= UInt16(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xA001 : remainder >> 1 }
        }
        #expect(Checksum.arc.value(of: bytes.span, 0..<length) == remainder)
    }
}
