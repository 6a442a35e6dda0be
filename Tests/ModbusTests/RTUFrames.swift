// SPDX-License-Identifier: Apache-2.0

/// A whole RTU frame. The checksum is computed bit by bit, as the standard's own description has it and not as the server does.
func rtuFrame(_ request: [UInt8], unit: UInt8 = 1) -> [UInt8] {
    var checksum: UInt16 = 0xFFFF
    for byte in [unit] + request {
        checksum ^= UInt16(byte)
        for _ in 0..<8 { checksum = checksum & 1 == 0 ? checksum >> 1 : checksum >> 1 ^ 0xA001 }
    }
    return [unit] + request + [UInt8(checksum & 0xFF), UInt8(checksum >> 8)]
}

/// The frame with one bit wrong.
func damaged(_ frame: [UInt8]) -> [UInt8] {
    var frame = frame
    frame[frame.count / 2] ^= 0x10
    return frame
}
