// SPDX-License-Identifier: Apache-2.0

import Notation
import Telegrams

/// What stands between `if` and `then`.
extension ExpressionParser {
    mutating func condition(_ cursor: inout TokenCursor) throws(LineFault) -> Expression.Condition {
        var left = try comparison(&cursor)
        while let token = cursor.next, token.isWord("and") || token.isWord("or") {
            _ = cursor.take()
            let right = try comparison(&cursor)
            left = token.text == "and" ? .both(left, right) : .either(left, right)
        }
        return left
    }

    private mutating func comparison(_ cursor: inout TokenCursor) throws(LineFault) -> Expression.Condition {
        let left = try known(&cursor)
        let place = cursor.place
        let next = cursor.take()
        guard let token = next, let comparison = Expression.Comparison(rawValue: token.text) else {
            let names = Expression.Comparison.allCases.map(\.rawValue).joined(separator: " ")
            throw LineFault(
                "a comparison is expected here",
                at: place,
                hint: next?.text == "="
                    ? "two numbers are compared with =="
                    : next.flatMap { Lookalike.hint(for: $0.text) } ?? "one of \(names)"
            )
        }
        let right = try known(&cursor)
        guard areNumbers([left, right], token, &cursor) else { return ExpressionParser.unknownCondition }
        guard let (a, b) = TypedExpression.matched(left, right) else {
            cursor.report(
                LineFault(
                    "\(left.description) can't be compared with \(right.description)",
                    at: token.range
                )
            )
            return ExpressionParser.unknownCondition
        }
        return .comparison(a.expression, comparison, b.expression)
    }

    /// Stands in for one with a fault, which is told already.
    private static let unknownCondition = Expression.Condition.comparison(
        .number(Decimal(0)),
        .equal,
        .number(Decimal(0))
    )
}
