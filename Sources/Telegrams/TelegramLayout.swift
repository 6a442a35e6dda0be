// SPDX-License-Identifier: Apache-2.0

/// Where everything stands in a telegram: which codes, which groups, where the decimal points are.
///
/// A meter sends the same lines with other digits for weeks on end, so its telegrams share one of these, and who works out what
/// follows from a layout needs to do so only when it becomes another one.
package final class TelegramLayout: Sendable {
    /// One pair of parentheses.
    package struct Group: Sendable {
        private let offset: UInt16
        private let count: UInt16
        /// How its characters are a number, or `nil` where they are something else.
        package let number: NumberFormat?

        /// `nil` for a place beyond any telegram.
        init?(_ range: Range<Int>, number: NumberFormat?) {
            guard let offset = UInt16(exactly: range.lowerBound), let count = UInt16(exactly: range.count) else {
                return nil
            }
            self.offset = offset
            self.count = count
            self.number = number
        }

        package var isEmpty: Bool { count == 0 }

        /// Its characters, without the parentheses.
        var range: Range<Int> { Int(offset)..<Int(offset) + Int(count) }
    }

    /// How a number was written: its digits after the point, and its unit.
    package struct NumberFormat: Sendable {
        package let exponent: Int8
        package let unit: UnitSymbol
    }

    /// The text after `/`: maker, baud character and type.
    let identification: Range<Int>
    /// One entry for each OBIS code, in the order of the telegram.
    package let objects: [TelegramObject]
    package let groups: [Group]
    let oddities: [Oddity]

    init(identification: Range<Int>, objects: [TelegramObject], groups: [Group], oddities: [Oddity]) {
        self.identification = identification
        self.objects = objects
        self.groups = groups
        self.oddities = oddities
    }
}
