// SPDX-License-Identifier: Apache-2.0

/// The name of one value in a telegram: `A-B:C.D.E`, as in IEC 62056-61 (OBIS).
///
/// A is the medium (0 abstract, 1 electricity, 6 heat, 7 gas, 8 water), B the channel, C the physical quantity, D the way it was
/// measured and E the tariff. A sixth part F (`*255`) says "not a historical value"; it is accepted and dropped.
package struct ObisCode: Hashable, Sendable {
    /// The five parts in one integer, A in the highest of its five bytes; equal codes have equal numbers.
    package let packed: UInt64

    package init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8) {
        packed = UInt64(a) << 32 | UInt64(b) << 24 | UInt64(c) << 16 | UInt64(d) << 8 | UInt64(e)
    }

    /// A code of the meter's own electricity, `1-0:C.D.E`.
    package static func electricity(_ c: UInt8, _ d: UInt8, _ e: UInt8) -> ObisCode { ObisCode(1, 0, c, d, e) }

    /// A code of the meter itself, `0-0:C.D.E`.
    package static func abstract(_ c: UInt8, _ d: UInt8, _ e: UInt8) -> ObisCode { ObisCode(0, 0, c, d, e) }

    /// Reads a whole text such as `1-0:1.8.0`, `1-0:1.8.0*255` or `0-1:24.2.1`; `nil` when it is anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let (code, length, _) = ObisCode.parse(bytes.span, from: 0), length == bytes.count else { return nil }
        self = code
    }

    package var medium: UInt8 { UInt8(truncatingIfNeeded: packed >> 32) }
    package var channel: UInt8 { UInt8(truncatingIfNeeded: packed >> 24) }
    package var c: UInt8 { UInt8(truncatingIfNeeded: packed >> 16) }
    package var d: UInt8 { UInt8(truncatingIfNeeded: packed >> 8) }
    package var e: UInt8 { UInt8(truncatingIfNeeded: packed) }

    /// Reads a code that begins at `start`, and says how many bytes it took and whether it is about the present: F counts the
    /// earlier periods from 0 and is 255 for the one that runs.
    ///
    /// Accepted besides the canonical form, because meters and bridges send them: a colon in place of the dot after C
    /// (`1-0:72:32.0`), `.255` or `*255` as F, and a short form without A and B (`1.8.0`), which means electricity, channel 0.
    package static func parse(_ bytes: Span<UInt8>, from start: Int) -> (code: ObisCode, length: Int, isPresent: Bool)?
    {
        var index = start
        guard let first = number(bytes, &index), index < bytes.count else { return nil }
        var (a, b, c): (UInt8, UInt8, UInt8) = (1, 0, first)
        if bytes[index] == UInt8(ascii: "-") {
            index += 1
            guard let channel = number(bytes, &index), take(UInt8(ascii: ":"), bytes, &index) else { return nil }
            guard let group = number(bytes, &index) else { return nil }
            (a, b, c) = (first, channel, group)
        }
        guard take(UInt8(ascii: "."), bytes, &index) || take(UInt8(ascii: ":"), bytes, &index) else { return nil }
        guard let d = number(bytes, &index), take(UInt8(ascii: "."), bytes, &index) else { return nil }
        guard let e = number(bytes, &index) else { return nil }
        var period: UInt8 = 255
        if take(UInt8(ascii: "*"), bytes, &index) || take(UInt8(ascii: "."), bytes, &index) {
            guard let f = number(bytes, &index) else { return nil }
            period = f
        }
        return (ObisCode(a, b, c, d, e), index - start, period == 255)
    }

    /// Whether a code begins at `start` that has a letter for C or D (IEC 62056-21, annex A.5): `F.F(`, `C.1.0(`, `1-1:F.F(`.
    static func isServiceCode(_ bytes: Span<UInt8>, from start: Int) -> Bool {
        var hasLetter = false
        for index in start..<min(bytes.count, start + 12) {
            switch bytes[index] {
            case UInt8(ascii: "("): return hasLetter
            case UInt8(ascii: "C"), UInt8(ascii: "F"), UInt8(ascii: "L"), UInt8(ascii: "P"): hasLetter = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"): break
            default: return false
            }
        }
        return false
    }

    @inline(__always)
    private static func take(_ byte: UInt8, _ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// One to three digits with a value up to 255.
    @inline(__always)
    private static func number(_ bytes: Span<UInt8>, _ index: inout Int) -> UInt8? {
        let start = index
        var value = 0
        while index < bytes.count, index - start < 3 {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            value = value &* 10 &+ Int(digit)
            index += 1
        }
        return index > start ? UInt8(exactly: value) : nil
    }
}

extension ObisCode: CustomStringConvertible {
    package var description: String {
        "\(medium)-\(channel):\(c).\(d).\(e)"
    }
}
