// SPDX-License-Identifier: Apache-2.0

/// The checksum of an RTU frame: polynomial 0xA001 (reflected), begun with 0xFFFF, low byte sent first (MODBUS over Serial
/// Line V1.02, clause 6.2.2).
struct RTUChecksum {
    /// What half a byte contributes.
    private static let table: [16 of UInt16] = [
        0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
        0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
    ]

    private(set) var value: UInt16 = 0xFFFF

    mutating func add(_ byte: UInt8) {
        value ^= UInt16(byte)
        value = value >> 4 ^ Self.table[Int(value & 0xF)]
        value = value >> 4 ^ Self.table[Int(value & 0xF)]
    }

    /// Whether the last two of the first `count` bytes (at least 2) are the checksum of those before them.
    static func verifies(_ bytes: Span<UInt8>, count: Int) -> Bool {
        var checksum = RTUChecksum()
        // A frame with its own checksum behind it leaves nothing.
        for index in 0..<count { checksum.add(bytes[index]) }
        return checksum.value == 0
    }
}
