// SPDX-License-Identifier: Apache-2.0

/// One message of a meter, from `/` through `!`, as sent, with an index of what stands where.
///
/// Nothing is copied out of the bytes until somebody asks: an object is a code and where its groups are, a group is where its
/// characters are.
package struct Telegram: Sendable {
    /// The characters as sent; seven-bit lines have had their parity bit removed.
    package internal(set) var bytes: [UInt8] = []
    /// Where the text after `/` stands: maker, baud character and type.
    package internal(set) var identificationRange: Range<Int> = 0..<0
    /// One entry for each OBIS code, in the order of the telegram.
    package internal(set) var objects: [TelegramObject] = []
    package internal(set) var checksum: ChecksumVerdict = .absent
    /// What was odd about it and was tolerated.
    package internal(set) var oddities: [Oddity] = []
    var groups: [Slice] = []

    struct Slice: Sendable {
        let offset: UInt16
        let count: UInt16
    }

    package init() {}

    /// The identification line without its `/`, for example `ISk5\2M550T-1012`.
    package var identification: String {
        String(decoding: bytes[identificationRange], as: UTF8.self)
    }

    /// The object with this code; the last one where a code occurs twice, because a meter that repeats itself corrects itself.
    package func object(_ code: ObisCode) -> TelegramObject? {
        objects.last { $0.code == code }
    }

    /// The characters of one parenthesised group as sent, unit included.
    package func text(_ object: TelegramObject, _ index: Int = 0) -> String? {
        guard let slice = slice(object, index) else { return nil }
        return String(decoding: bytes[Int(slice.offset)..<Int(slice.offset) + Int(slice.count)], as: UTF8.self)
    }

    /// The groups of an object as sent, without their parentheses.
    package func texts(_ object: TelegramObject) -> [String] {
        (0..<object.groupCount).map { text(object, $0) ?? "" }
    }

    /// The number in one group and its unit, or `nil` where the group is empty, absent or no number.
    package func measurement(_ object: TelegramObject, _ index: Int = 0) -> Measurement? {
        guard let slice = slice(object, index) else { return nil }
        let start = Int(slice.offset)
        let end = start + Int(slice.count)
        guard let (number, length) = Decimal.parse(bytes.span, from: start, to: end) else { return nil }
        if start + length == end { return Measurement(number: number, unit: .none) }
        guard bytes[start + length] == UInt8(ascii: "*") else { return nil }
        guard let unit = UnitSymbol(bytes.span, start + length + 1..<end) else { return nil }
        return Measurement(number: number, unit: unit)
    }

    /// One group as bytes, for callers that read something else than numbers.
    package func bytes(_ object: TelegramObject, _ index: Int = 0) -> ArraySlice<UInt8>? {
        guard let slice = slice(object, index) else { return nil }
        return bytes[Int(slice.offset)..<Int(slice.offset) + Int(slice.count)]
    }

    private func slice(_ object: TelegramObject, _ index: Int) -> Slice? {
        guard index >= 0, index < object.groupCount else { return nil }
        return groups[object.firstGroup + index]
    }
}

/// One OBIS code of a telegram and where its values are.
package struct TelegramObject: Sendable {
    package let code: ObisCode
    /// The line it began on; the identification is line 1.
    package let line: Int
    let firstGroup: Int
    package internal(set) var groupCount: Int
}

/// A number as sent, with the unit it was sent in.
package struct Measurement: Sendable {
    package let number: Decimal
    package let unit: UnitSymbol
}

/// A unit as sent, in lower case and at most eight characters, so that `kVAr` and `kvar` are the same.
package struct UnitSymbol: Hashable, Sendable {
    package let packed: UInt64

    /// No unit was sent.
    package static let none = UnitSymbol(packed: 0)

    private init(packed: UInt64) { self.packed = packed }

    /// `nil` when it is longer than any unit is.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard range.count <= 8 else { return nil }
        var packed: UInt64 = 0
        for index in range {
            let byte = bytes[index]
            let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            packed = packed << 8 | UInt64(isUpper ? byte | 0x20 : byte)
        }
        self.packed = packed
    }

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span, 0..<bytes.count)
    }
}

extension UnitSymbol: CustomStringConvertible {
    package var description: String {
        var bytes: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) {
            let byte = UInt8(truncatingIfNeeded: packed >> UInt64(shift))
            if byte != 0 { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
