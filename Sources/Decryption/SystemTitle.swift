// SPDX-License-Identifier: Apache-2.0

/// The eight bytes by which a meter names itself to its readers: three letters of its maker, then a number
/// (IEC 62056-5-3, system title). Together with the frame counter it is the nonce of a frame.
package struct SystemTitle: Sendable, Hashable {
    static let length = 8

    /// The bytes, the first one in the most significant place.
    private let value: UInt64

    /// Takes the eight bytes of `bytes` that begin at `index`; all of them must be there.
    init(_ bytes: Span<UInt8>, at index: Int) {
        var value: UInt64 = 0
        for offset in 0..<Self.length { value = value << 8 | UInt64(bytes[index + offset]) }
        self.value = value
    }

    /// Byte `index` of the title, 0 to 7.
    subscript(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: value >> UInt64(8 * (Self.length - 1 - index)))
    }
}

extension SystemTitle: CustomStringConvertible {
    /// Sixteen hexadecimal digits, and the maker's letters where there are such: `5341473500004059 (SAG)`.
    package var description: String {
        let digits = String(value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: 2 * Self.length - digits.count) + digits
        let maker = (0..<3).map { self[$0] }
        guard maker.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return padded }
        return "\(padded) (\(String(decoding: maker, as: UTF8.self)))"
    }
}
