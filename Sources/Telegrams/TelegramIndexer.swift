// SPDX-License-Identifier: Apache-2.0

/// Makes telegrams of one source's characters and remembers the last one: where only digits have changed since, the lines
/// need not be gone through again.
struct TelegramIndexer: Sendable {
    private var last: Telegram?
    /// Made of the last one when a telegram of the same length comes, so that sources that never send one don't pay for it.
    private var mask: DigitMask?

    /// - Parameter bytes: the characters of a telegram; taken over, and the memory of the one before is given in exchange.
    mutating func telegram(_ bytes: inout [UInt8], _ checksum: ChecksumVerdict) -> Telegram {
        guard var telegram = last.take(), hasLayout(of: telegram, bytes.span) else {
            mask = nil
            let layout = TelegramParser.layout(of: bytes.span)
            var telegram = Telegram(bytes: [], layout: layout, mantissas: [], checksum: checksum)
            swap(&telegram.bytes, &bytes)
            telegram.mantissas.reserveCapacity(layout.groups.count)
            for group in layout.groups {
                telegram.mantissas.append(TelegramIndexer.mantissa(telegram.bytes.span, group))
            }
            last = telegram
            return telegram
        }
        swap(&telegram.bytes, &bytes)
        telegram.checksum = checksum
        let groups = telegram.layout.groups
        for place in groups.indices {
            telegram.mantissas[place] = TelegramIndexer.mantissa(telegram.bytes.span, groups[place])
        }
        last = telegram
        return telegram
    }

    private mutating func hasLayout(of telegram: Telegram, _ bytes: Span<UInt8>) -> Bool {
        guard telegram.bytes.count == bytes.count else { return false }
        let mask = mask ?? DigitMask(telegram)
        self.mask = mask
        return mask.allows(bytes, insteadOf: telegram.bytes.span)
    }

    /// The digits of a group that is known to be a number, without its decimal point and its unit.
    @inline(__always)
    private static func mantissa(_ bytes: Span<UInt8>, _ group: TelegramLayout.Group) -> Int64 {
        guard group.number != nil else { return 0 }
        var mantissa: Int64 = 0
        var isNegative = false
        for index in group.range {
            let byte = bytes[index]
            let digit = byte &- UInt8(ascii: "0")
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ Int64(digit)
            } else if byte == UInt8(ascii: "*") {
                break
            } else if byte == UInt8(ascii: "-") {
                isNegative = true
            }
        }
        return isNegative ? 0 &- mantissa : mantissa
    }
}
