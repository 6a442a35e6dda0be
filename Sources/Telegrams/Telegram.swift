// SPDX-License-Identifier: Apache-2.0

/// One message of a meter, from `/` through `!`, as sent, with an index of what stands where.
///
/// No text is copied out of the bytes until somebody asks: an object is a code and where its groups are, a group is where its
/// characters are and, where they are a number, its digits as an integer.
package struct Telegram: Sendable {
    /// The characters as sent; seven-bit lines have had their parity bit removed.
    package internal(set) var bytes: [UInt8]
    /// Where everything stands; shared by the telegrams of a meter as long as only digits change.
    package internal(set) var layout: TelegramLayout
    /// For each group of the layout its number without the decimal point; zero where it is none.
    package internal(set) var mantissas: [Int64]
    package internal(set) var checksum: ChecksumVerdict

    /// One entry for each OBIS code, in the order of the telegram.
    package var objects: [TelegramObject] { layout.objects }

    /// What was odd about it and was tolerated.
    package var oddities: [Oddity] { layout.oddities }

    /// Whether it names the version of the specification that it keeps to, all of which prescribe a checksum: `1-3:0.2.8` or,
    /// in Belgium, `0-0:96.1.4`.
    package var namesVersion: Bool {
        objects.contains { $0.code == ObisCode(1, 3, 0, 2, 8) || $0.code == .abstract(96, 1, 4) }
    }

    /// Whether it has the line that only a dialect without a checksum has, at its end: gas in two lines (DSMR 2 and 3).
    var isOfDialectWithoutChecksum: Bool {
        objects.contains { $0.code.medium == 0 && $0.code.c == 24 && $0.code.d == 3 }
    }

    /// The identification line without its `/`, for example `ISk5\2M550T-1012`.
    package var identification: String {
        String(decoding: bytes[layout.identification], as: UTF8.self)
    }

    /// The object with this code; the last one where a code occurs twice, because a meter that repeats itself corrects itself.
    package func object(_ code: ObisCode) -> TelegramObject? {
        objects.last { $0.code == code }
    }

    /// The characters of one parenthesised group as sent, unit included.
    package func text(_ object: TelegramObject, _ index: Int = 0) -> String? {
        bytes(object, index).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The groups of an object as sent, without their parentheses.
    package func texts(_ object: TelegramObject) -> [String] {
        (0..<object.groupCount).map { text(object, $0) ?? "" }
    }

    /// The number in one group and its unit, or `nil` where the group is empty, absent or no number.
    package func measurement(_ object: TelegramObject, _ index: Int = 0) -> Measurement? {
        guard let place = object.group(index), let format = layout.groups[place].number else { return nil }
        return Measurement(number: Decimal(mantissas[place], exponent: format.exponent), unit: format.unit)
    }

    /// One group as bytes, for callers that read something else than numbers.
    package func bytes(_ object: TelegramObject, _ index: Int = 0) -> ArraySlice<UInt8>? {
        object.group(index).map { bytes[layout.groups[$0].range] }
    }
}
