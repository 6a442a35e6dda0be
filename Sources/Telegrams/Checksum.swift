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

/// Sixteen tables of 256 remainders each, so that sixteen bytes are folded in one step ("slicing by 16").
private struct ChecksumTables: Sendable {
    static let arc = ChecksumTables(reflectedPolynomial: 0xA001)
    static let x25 = ChecksumTables(reflectedPolynomial: 0x8408)

    private static let size = 16 * 256
    private let remainders: [UInt16]

    init(reflectedPolynomial polynomial: UInt16) {
        var remainders = [UInt16](repeating: 0, count: Self.size)
        for index in 0..<256 {
            var remainder = UInt16(index)
            for _ in 0..<8 {
                remainder = remainder & 1 == 1 ? remainder >> 1 ^ polynomial : remainder >> 1
            }
            remainders[index] = remainder
        }
        for index in 256..<remainders.count {
            let previous = remainders[index - 256]
            remainders[index] = previous >> 8 ^ remainders[Int(previous & 0xFF)]
        }
        self.remainders = remainders
    }

    func update(_ start: UInt16, _ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16 {
        let remainders = remainders.span
        var checksum = start
        var index = range.lowerBound
        while index + 16 <= range.upperBound {
            let first = bytes.word(at: index) ^ UInt64(checksum)
            checksum = folded(first, 15, remainders) ^ folded(bytes.word(at: index + 8), 7, remainders)
            index += 16
        }
        while index < range.upperBound {
            checksum = checksum >> 8 ^ remainders[Int((checksum ^ UInt16(bytes[index])) & 0xFF)]
            index += 1
        }
        return checksum
    }

    /// The remainder of eight bytes, the first of which is looked up in `table`, the next in the one before it.
    @inline(__always)
    private func folded(_ word: UInt64, _ table: Int, _ remainders: Span<UInt16>) -> UInt16 {
        var remainder: UInt16 = 0
        for place in 0..<8 {
            remainder ^= remainders[(table - place) * 256 + Int(word >> UInt64(8 * place) & 0xFF)]
        }
        return remainder
    }
}
