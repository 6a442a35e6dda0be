// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

extension Expression: CustomStringConvertible {
    /// The value in the notation of maps. Numbers stand without the unit that a map may have given them.
    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): "\"\(text)\""
        case .quantity(let quantity): quantity.name
        case .object(let code, let index, _): index == 0 ? "\(code)" : "\(code)[\(index + 1)]"
        // Only the unit changes, and maps convert units by themselves.
        case .converted(let operand, _): operand.description
        case .sum(let a, let b): "\(a.written(in: .sum)) + \(b.written(in: .product))"
        case .difference(let a, let b): "\(a.written(in: .sum)) - \(b.written(in: .product))"
        case .product(let a, let b): "\(a.written(in: .product)) * \(b.written(in: .single))"
        case .quotient(let a, let b): "\(a.written(in: .product)) / \(b.written(in: .single))"
        case .minimum(let all): "min(\(Expression.list(all)))"
        case .maximum(let all): "max(\(Expression.list(all)))"
        case .absolute(let operand): "abs(\(operand))"
        case .firstKnown(let a, let b): "\(a.written(in: .known)) ?? \(b.written(in: .sum))"
        case .choice(let condition, let then, let otherwise): "if \(condition) then \(then) else \(otherwise)"
        case .bits(let all): "bits(\(Expression.list(all)))"
        case .quality(let quantity): "quality(\(quantity.name))"
        }
    }

    /// How tightly an expression holds together, the loosest first.
    private enum Binding: Int {
        case choice
        case known
        case sum
        case product
        case single
    }

    private var binding: Binding {
        switch self {
        case .number, .text, .quantity, .object, .minimum, .maximum, .absolute, .bits, .quality: .single
        case .converted(let operand, _): operand.binding
        case .product, .quotient: .product
        case .sum, .difference: .sum
        case .firstKnown: .known
        case .choice: .choice
        }
    }

    /// In parentheses where the place needs something that holds together more tightly.
    private func written(in place: Binding) -> String {
        binding.rawValue < place.rawValue ? "(\(description))" : description
    }

    private static func list(_ expressions: [Expression]) -> String {
        expressions.map(\.description).joined(separator: ", ")
    }
}

extension Expression.Condition: CustomStringConvertible {
    package var description: String {
        switch self {
        case .comparison(let left, let comparison, let right): "\(left) \(comparison.rawValue) \(right)"
        case .both(let left, let right): "\(left) and \(right)"
        case .either(let left, let right): "\(left) or \(right)"
        }
    }
}
