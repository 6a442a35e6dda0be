// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// The checksums of telegrams once more, bit by bit and sharing nothing with the decoder's.
package enum BitwiseChecksum {
    /// CRC-16/ARC or CRC-16/X-25 of `bytes`.
    package static func value(_ algorithm: Checksum, of bytes: some Sequence<UInt8>) -> UInt16 {
        switch algorithm {
        case .arc: remainder(of: bytes, start: 0, polynomial: 0xA001)
        case .x25: remainder(of: bytes, start: 0xFFFF, polynomial: 0x8408) ^ 0xFFFF
        }
    }

    private static func remainder(of bytes: some Sequence<UInt8>, start: UInt16, polynomial: UInt16) -> UInt16 {
        var remainder = start
        for byte in bytes {
            remainder ^= UInt16(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ polynomial : remainder >> 1 }
        }
        return remainder
    }

    /// Writes the right checksum behind every `!` at the start of a line that four characters follow, so that changed bytes
    /// get past the checksum, which no fuzzer guesses.
    package static func mend(_ stream: inout [UInt8], _ algorithm: Checksum) {
        var start: Int?
        for index in stream.indices where index == 0 || stream[index - 1] == UInt8(ascii: "\n") {
            switch stream[index] {
            case UInt8(ascii: "/"):
                start = index
            case UInt8(ascii: "!"):
                guard let begin = start, index + 4 < stream.count else { continue }
                let digits = Array("0123456789ABCDEF".utf8)
                let value = value(algorithm, of: stream[begin...index])
                for place in 0..<4 { stream[index + 1 + place] = digits[Int(value >> UInt16(12 - 4 * place)) & 0xF] }
                start = nil
            default:
                break
            }
        }
    }

    /// The number that up to four hexadecimal digits at `start` say, on a line of seven bits if `mask` is 7F.
    package static func sent(_ stream: ArraySlice<UInt8>, at start: Int, mask: UInt8) -> UInt16? {
        let digits = stream[start...].prefix(4).prefix { Character(UnicodeScalar($0 & mask)).isHexDigit }
        return UInt16(String(decoding: digits.map { $0 & mask }, as: UTF8.self), radix: 16)
    }
}
