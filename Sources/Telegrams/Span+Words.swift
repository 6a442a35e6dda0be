// SPDX-License-Identifier: Apache-2.0

extension Span<UInt8> {
    /// The eight bytes that begin at `index`, the first of them the lowest.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        // Checked against the end of the span; "unsafe" only because not every type is made of any bits.
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
    }

    /// The first place in `range` where one of two characters stands, looking at the bits of `mask` only.
    ///
    /// Eight bytes at a time, because this passes over every byte of every stream.
    func firstIndex(of one: UInt8, or other: UInt8, in range: Range<Int>, mask: UInt8 = 0xFF) -> Int? {
        var index = range.lowerBound
        let (ones, others, masks) = (eightfold(one), eightfold(other), eightfold(mask))
        while index + 8 <= range.upperBound {
            let word = word(at: index) & masks
            let hits = zeroBytes(word ^ ones) | zeroBytes(word ^ others)
            if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < range.upperBound {
            let byte = self[index] & mask
            if byte == one || byte == other { return index }
            index += 1
        }
        return nil
    }

    /// The first line feed at or after `start`, or the end.
    func endOfLine(from start: Int) -> Int {
        let lineFeed = UInt8(ascii: "\n")
        guard start < count else { return count }
        return firstIndex(of: lineFeed, or: lineFeed, in: start..<count) ?? count
    }
}

/// The byte in each of eight.
@inline(__always)
private func eightfold(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

/// The highest bit of the lowest byte that is zero, and perhaps of bytes above it; zero when no byte is.
@inline(__always)
private func zeroBytes(_ word: UInt64) -> UInt64 { (word &- eightfold(1)) & ~word & eightfold(0x80) }
