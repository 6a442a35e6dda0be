// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// An expression and what it measures, while a map is being read.
struct TypedExpression {
    enum Measure {
        /// A plain number, which takes the unit of whatever stands beside it.
        case bare
        case unit(Unit)
        case text
        /// Nobody knows, because of a fault that is told already: it goes together with everything.
        case unknown
    }

    static let unknown = TypedExpression(expression: .number(Decimal(0)), measure: .unknown)

    var expression: Expression
    var measure: Measure

    /// For messages.
    var description: String {
        switch measure {
        case .bare: "a plain number"
        case .text: "a text"
        case .unknown: "unknown"
        case .unit(let unit) where unit.symbol == "1": "a number without unit"
        case .unit(let unit) where unit.symbol.isEmpty: "a product of units that has no name"
        case .unit(let unit): "a value in \(unit.symbol)"
        }
    }

    /// The expression with plain numbers and OBIS codes in it read as numbers of `unit`.
    func read(as unit: Unit) -> TypedExpression {
        guard case .bare = measure else { return self }
        return TypedExpression(expression: expression.read(as: unit), measure: .unit(unit))
    }

    /// Both in the unit of the first that has one; `nil` when they measure different things.
    static func matched(_ left: TypedExpression, _ right: TypedExpression) -> (TypedExpression, TypedExpression)? {
        switch (left.measure, right.measure) {
        case (.bare, .bare), (.text, .text): return (left, right)
        case (.unknown, _), (_, .unknown): return (.unknown, .unknown)
        case (.unit(let unit), .bare): return (left, right.read(as: unit))
        case (.bare, .unit(let unit)): return (left.read(as: unit), right)
        case (.unit(let unit), .unit(let other)):
            guard let ratio = other.conversion(to: unit) else { return nil }
            guard ratio != .identity else { return (left, right) }
            return (left, TypedExpression(expression: .converted(right.expression, ratio), measure: .unit(unit)))
        case (.text, _), (_, .text): return nil
        }
    }

    /// The unit for a product or quotient: a plain number counts as one without unit.
    var factorUnit: Unit? {
        switch measure {
        case .bare: .one
        case .unit(let unit): unit
        case .text, .unknown: nil
        }
    }

    /// Whether it can be read as a text: an object of the telegram says one as well as a number.
    var canBeText: Bool {
        switch measure {
        case .text: true
        case .bare: expression.isObjects
        case .unit, .unknown: false
        }
    }

    /// The first of both that is known, where that is a text.
    static func firstKnownText(_ left: TypedExpression, _ right: TypedExpression) -> TypedExpression? {
        guard left.canBeText, right.canBeText else { return nil }
        if case .bare = left.measure, case .bare = right.measure { return nil }
        return TypedExpression(expression: .firstKnown(left.expression, right.expression), measure: .text)
    }
}

extension Expression {
    /// Whether it is objects of the telegram, as they are sent.
    fileprivate var isObjects: Bool {
        switch self {
        case .object(_, _, nil): true
        case .firstKnown(let a, let b): a.isObjects && b.isObjects
        default: false
        }
    }

    fileprivate func read(as unit: Unit) -> Expression {
        switch self {
        case .object(let code, let index, nil): .object(code, index: index, unit: unit)
        case .sum(let a, let b): .sum(a.read(as: unit), b.read(as: unit))
        case .difference(let a, let b): .difference(a.read(as: unit), b.read(as: unit))
        case .firstKnown(let a, let b): .firstKnown(a.read(as: unit), b.read(as: unit))
        // A plain factor leaves the unit with the other one.
        case .product(let a, let b) where !b.hasObject: .product(a.read(as: unit), b)
        case .product(let a, let b) where !a.hasObject: .product(a, b.read(as: unit))
        case .quotient(let a, let b) where !b.hasObject: .quotient(a.read(as: unit), b)
        case .minimum(let all): .minimum(all.map { $0.read(as: unit) })
        case .maximum(let all): .maximum(all.map { $0.read(as: unit) })
        case .absolute(let operand): .absolute(operand.read(as: unit))
        case .choice(let condition, let then, let otherwise):
            .choice(condition, then: then.read(as: unit), otherwise: otherwise.read(as: unit))
        default: self
        }
    }
}
