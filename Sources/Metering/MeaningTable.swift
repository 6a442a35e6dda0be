// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// What each code means and the unit that meters send it in.
struct MeaningTable: Sendable {
    static let shared = MeaningTable()

    struct Entry: Sendable {
        let meaning: ObjectMeaning
        /// The unit that meters send it in, and the way from there to the quantity's own unit.
        let usualUnit: UnitSymbol
        let usualRatio: Ratio
        let evidence: DialectEvidence
    }

    private var entries: [ObisCode: Entry] = [:]

    private init() {
        for (code, meaning) in Self.special { insert(code, meaning, .one) }
        for quantity in Quantity.allCases {
            let definition = quantity.definition
            for code in definition.codes {
                insert(code, quantity.isText ? .other : .quantity(quantity), definition.unit)
            }
        }
    }

    /// What a code means on any channel that is the meter's own; `nil` for codes that are unknown.
    subscript(code: ObisCode) -> Entry? { entries[Self.ownChannel(code)] }

    /// What is there already stays: a code that needs a closer look is no plain number.
    private mutating func insert(_ code: ObisCode, _ meaning: ObjectMeaning, _ unit: Unit) {
        guard self[code] == nil else { return }
        let usual = unit.customary
        entries[Self.ownChannel(code)] = Entry(
            meaning: meaning,
            usualUnit: UnitSymbol(usual.symbol) ?? .none,
            usualRatio: usual.conversion(to: unit) ?? .identity,
            evidence: DialectEvidence(of: code)
        )
    }

    /// Swiss meters send their totals and Luxembourg's their limits on 1-1: for electricity the first channel is the meter's
    /// own too.
    private static func ownChannel(_ code: ObisCode) -> ObisCode {
        guard code.medium == 1 else { return code }
        // Tariff 255 is every tariff, as some German meters write.
        let e = code.e == 255 ? 0 : code.e
        return ObisCode(1, code.channel == 1 ? 0 : code.channel, code.c, code.d, e)
    }

    /// Codes that need more than a number to be read, or say what is no quantity: versions, logs, messages, load profiles.
    private static let special: [(ObisCode, ObjectMeaning)] = [
        (.abstract(1, 0, 0), .clock), (.abstract(1, 1, 0), .clock), (.electricity(0, 9, 1), .clockTime),
        (.electricity(0, 9, 2), .clockDate),
        (.abstract(96, 14, 0), .tariff), (.abstract(96, 14, 1), .tariff),
        (.abstract(96, 3, 10), .breaker), (.abstract(96, 50, 68), .breaker),
        (.electricity(1, 6, 0), .peak), (.abstract(17, 0, 0), .limiter),
        (.abstract(98, 1, 0), .peakHistory), (.electricity(98, 1, 0), .other), (.electricity(99, 97, 0), .other),
        (.abstract(99, 97, 0), .other), (.electricity(99, 1, 0), .other), (.abstract(99, 1, 0), .other),
        (.abstract(96, 13, 2), .other), (.abstract(96, 13, 3), .other), (.abstract(96, 13, 4), .other),
        (.abstract(96, 13, 5), .other), (.electricity(0, 2, 0), .other), (.electricity(0, 2, 8), .other),
        (.abstract(0, 2, 0), .other), (.abstract(0, 2, 8), .other), (.abstract(96, 5, 5), .other),
        (.electricity(96, 5, 5), .other),
        (.electricity(3, 8, 1), .other), (.electricity(3, 8, 2), .other), (.electricity(3, 8, 3), .other),
        (.electricity(3, 8, 4), .other), (.electricity(4, 8, 1), .other), (.electricity(4, 8, 2), .other),
        (.electricity(4, 8, 3), .other), (.electricity(4, 8, 4), .other), (.electricity(13, 3, 0), .other),
        (.electricity(0, 3, 0), .other), (.electricity(0, 3, 1), .other), (.abstract(0, 0, 0), .other),
        (.abstract(96, 1, 3), .other), (.electricity(96, 1, 0), .other),
    ]
}
