// SPDX-License-Identifier: Apache-2.0

/// Which characters of a telegram may become other digits without anything moving: those of its numbers and time stamps.
struct DigitMask: Sendable {
    /// Sixteen characters at a time, `0x0F` for each that may change and 0 for the others.
    private var mask: [UInt8]

    /// A longer row of digits is a number or none, depending on its zeros.
    private static let longestGroup = Decimal.maximumDigits

    init(_ telegram: Telegram) {
        mask = [UInt8](repeating: 0, count: telegram.bytes.count)
        for group in telegram.layout.groups where group.range.count <= Self.longestGroup {
            let characters = telegram.bytes[group.range]
            // A line that continues a group may be taken for a line of its own when its digits change.
            guard !characters.contains(UInt8(ascii: "\n")) else { continue }
            // The digits of a unit (m3) are no digits of its number.
            let number = group.number == nil ? characters : characters.prefix { $0 != UInt8(ascii: "*") }
            for place in number.indices where number[place] &- UInt8(ascii: "0") <= 9 { mask[place] = 0x0F }
        }
    }

    /// Whether `bytes` differs from `other`, which the mask was made of, in digits that may change and in nothing else.
    func allows(_ bytes: Span<UInt8>, insteadOf other: Span<UInt8>) -> Bool {
        guard bytes.count == mask.count, other.count == mask.count else { return false }
        let mask = mask.span
        var index = 0
        while index + 8 <= bytes.count {
            guard Self.isAllowed(bytes.word(at: index), other.word(at: index), mask.word(at: index)) else {
                return false
            }
            index += 8
        }
        while index < bytes.count {
            guard Self.isAllowed(UInt64(bytes[index]), UInt64(other[index]), UInt64(mask[index])) else { return false }
            index += 1
        }
        return true
    }

    /// For eight characters: nothing changes but low halves of digits, and they stay below ten: six more carries from ten on.
    @inline(__always)
    private static func isAllowed(_ new: UInt64, _ old: UInt64, _ mask: UInt64) -> Bool {
        let carries = ((new & mask) &+ (mask & 0x0606_0606_0606_0606)) & 0x1010_1010_1010_1010
        return (new ^ old) & ~mask | carries == 0
    }
}
