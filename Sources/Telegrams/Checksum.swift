// SPDX-License-Identifier: Apache-2.0

/// The checksum that ends a telegram: over every byte from `/` through `!`, as sent.
package enum Checksum: Sendable, Equatable, CaseIterable {
    /// CRC-16/ARC: polynomial 8005 reflected, start 0 (DSMR 4.0 and later, P1 companion standard 5.0.2 section 5.2).
    case arc
    /// CRC-16/X-25: polynomial 1021 reflected, start and final XOR FFFF; some Hungarian meters (Holley DTSD545) use it.
    case x25

    /// The checksum of `bytes[range]`.
    package func value(of bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16 {
        switch self {
        case .arc: ChecksumTables.arc.update(0, bytes, range)
        case .x25: ChecksumTables.x25.update(0xFFFF, bytes, range) ^ 0xFFFF
        }
    }
}

/// What a telegram's checksum said about it.
package enum ChecksumVerdict: Sendable, Equatable {
    case valid(Checksum)
    case absent
    case invalid(sent: UInt16, computed: UInt16)
}

/// Eight tables of 256 remainders each, so that eight bytes are folded in one step ("slicing by 8").
private struct ChecksumTables: Sendable {
    static let arc = ChecksumTables(reflectedPolynomial: 0xA001)
    static let x25 = ChecksumTables(reflectedPolynomial: 0x8408)

    private let table: [UInt16]

    init(reflectedPolynomial polynomial: UInt16) {
        var table = [UInt16](repeating: 0, count: 8 * 256)
        for index in 0..<256 {
            var remainder = UInt16(index)
            for _ in 0..<8 {
                remainder = remainder & 1 == 1 ? remainder >> 1 ^ polynomial : remainder >> 1
            }
            table[index] = remainder
        }
        for index in 256..<table.count {
            let previous = table[index - 256]
            table[index] = previous >> 8 ^ table[Int(previous & 0xFF)]
        }
        self.table = table
    }

    func update(_ start: UInt16, _ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16 {
        let table = table.span
        var crc = start
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            crc ^= UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
            var next = table[7 * 256 + Int(crc & 0xFF)] ^ table[6 * 256 + Int(crc >> 8)]
            next ^= table[5 * 256 + Int(bytes[index + 2])] ^ table[4 * 256 + Int(bytes[index + 3])]
            next ^= table[3 * 256 + Int(bytes[index + 4])] ^ table[2 * 256 + Int(bytes[index + 5])]
            next ^= table[256 + Int(bytes[index + 6])] ^ table[Int(bytes[index + 7])]
            crc = next
            index += 8
        }
        while index < range.upperBound {
            crc = crc >> 8 ^ table[Int((crc ^ UInt16(bytes[index])) & 0xFF)]
            index += 1
        }
        return crc
    }
}
