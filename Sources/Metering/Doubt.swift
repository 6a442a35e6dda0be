// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// A value that was sent but can't be what it says, and on which line.
package struct Doubt: Sendable, Equatable {
    /// The ways in which a value can be wrong.
    package enum Kind: Sendable, Equatable {
        /// The unit measures something else than the code does.
        case unit(UnitSymbol, of: Quantity)
        /// A power factor beyond ±1; some Hungarian meters print 4.556.
        case powerFactor(Decimal)
        /// Neither a number nor one of the words that meters use.
        case unreadable(Quantity)
        /// A submeter's time stamp is later than the meter's own clock.
        case stampAhead
    }

    /// The line of the telegram; the identification is line 1.
    package let line: Int
    /// The code of that line.
    package let code: ObisCode
    /// What is wrong with it.
    package let kind: Kind
}

extension Doubt: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .unit(let unit, let quantity):
            "line \(line): \(code) has the unit \(unit), which is none of \(quantity.name)"
        case .powerFactor(let value): "line \(line): \(code) is \(value), but a power factor is never beyond 1"
        case .unreadable(let quantity): "line \(line): \(code) says nothing that \(quantity.name) can be"
        case .stampAhead: "line \(line): \(code) has a time stamp ahead of the meter's own clock"
        }
    }
}
