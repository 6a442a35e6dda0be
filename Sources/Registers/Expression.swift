// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Telegrams

/// A value as a map writes it: taken from quantities, OBIS codes and numbers.
package indirect enum Expression: Sendable {
    case number(Decimal)
    case text(String)
    case quantity(Quantity)
    /// An object of the telegram as it is, its `index`-th value (from 0); with a unit, only where that fits.
    case object(ObisCode, index: Int, unit: Unit?)
    case converted(Expression, Ratio)
    case sum(Expression, Expression)
    case difference(Expression, Expression)
    case product(Expression, Expression)
    case quotient(Expression, Expression)
    case minimum([Expression])
    case maximum([Expression])
    case absolute(Expression)
    /// The first that is known.
    case firstKnown(Expression, Expression)
    case choice(Condition, then: Expression, otherwise: Expression)
    /// Bit 0, bit 1 … of a number, each 1 where its value is known and not zero.
    case bits([Expression])
    /// How the value of a measured quantity came about, as the number of its `Quality`: 0 not available, 1 as the meter sent
    /// it, 2 worked out from what it sent, 3 estimated. Known as soon as there is a telegram, whatever that says.
    case quality(Quantity)

    package indirect enum Condition: Sendable {
        case comparison(Expression, Comparison, Expression)
        case both(Condition, Condition)
        case either(Condition, Condition)
    }

    package enum Comparison: String, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// The parts it is made of.
    var operands: [Expression] {
        switch self {
        case .number, .text, .quantity, .object, .quality: []
        case .converted(let operand, _), .absolute(let operand): [operand]
        case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
            .firstKnown(let a, let b):
            [a, b]
        case .minimum(let all), .maximum(let all), .bits(let all): all
        case .choice(let condition, let then, let otherwise): condition.operands + [then, otherwise]
        }
    }

    /// Every quantity in it.
    var quantities: [Quantity] {
        switch self {
        case .quantity(let quantity), .quality(let quantity): [quantity]
        default: operands.flatMap(\.quantities)
        }
    }

    var hasObject: Bool {
        if case .object = self { return true }
        return operands.contains { $0.hasObject }
    }

    /// How long what it says stays true.
    package var liveness: Liveness {
        if hasObject { return .live }
        let roles = quantities.map(\.definition.role)
        if roles.contains(.measured) || roles.contains(.text) { return .live }
        if roles.contains(.identity) || roles.contains(.identityText) {
            // The status in it is the one of its telegram: it must not outlast that.
            return roles.contains(.status) ? .live : .identity
        }
        return roles.isEmpty ? .constant : .status
    }
}

/// How long the word of a register stays true.
package enum Liveness: Sendable {
    /// For ever.
    case constant
    /// From the first telegram on.
    case identity
    /// The gateway says it at the moment it is asked.
    case status
    /// As long as the meter is fresh.
    case live
}

extension Expression.Condition {
    fileprivate var operands: [Expression] {
        switch self {
        case .comparison(let left, _, let right): [left, right]
        case .both(let left, let right), .either(let left, let right): left.operands + right.operands
        }
    }
}
