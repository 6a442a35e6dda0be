// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation

/// `min(…)`, `max(…)`, `abs(…)`, `bits(…)`, `quality(…)`.
extension ExpressionParser {
    mutating func function(_ token: Token, _ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        _ = cursor.take(punctuation: "(")
        if token.text == "quality" { return try quality(&cursor) }
        var arguments = [try value(&cursor)]
        while cursor.take(punctuation: ",") != nil { arguments.append(try value(&cursor)) }
        try close(&cursor)
        guard areNumbers(arguments, token, &cursor) else { return .unknown }
        switch token.text {
        case "bits":
            guard arguments.count <= 16 else {
                cursor.report(
                    LineFault("a register has 16 bits, and these are \(arguments.count)", at: token.range)
                )
                return .unknown
            }
            return TypedExpression(expression: .bits(arguments.map(\.expression)), measure: .bare)
        case "abs":
            guard arguments.count == 1 else {
                cursor.report(LineFault("abs takes one value, and these are \(arguments.count)", at: token.range))
                return .unknown
            }
            return TypedExpression(expression: .absolute(arguments[0].expression), measure: arguments[0].measure)
        default: return extreme(arguments, token, &cursor)
        }
    }

    /// `round(…)`: its arguments are read for their own faults.
    mutating func unknownFunction(_ token: Token, _ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        cursor.report(
            LineFault(
                "there is no function \(token.quoted)",
                at: token.range,
                hint: Spelling.suggestion(for: token.text, in: ExpressionParser.functions)
                    ?? "there are \(ExpressionParser.functions.joined(separator: ", ")), and OBIS codes as they are"
            )
        )
        _ = cursor.take(punctuation: "(")
        repeat { _ = try value(&cursor) } while cursor.take(punctuation: ",") != nil
        try close(&cursor)
        return .unknown
    }

    private func extreme(
        _ arguments: [TypedExpression],
        _ token: Token,
        _ cursor: inout TokenCursor
    ) -> TypedExpression {
        let first = arguments.first { if case .unit = $0.measure { true } else { false } } ?? arguments[0]
        var expressions: [Expression] = []
        for argument in arguments {
            if case .unknown = argument.measure { return .unknown }
            guard let (_, matched) = TypedExpression.matched(first, argument) else {
                cursor.report(
                    LineFault(
                        "\(token.text) of \(first.description) and \(argument.description)",
                        at: token.range
                    )
                )
                return .unknown
            }
            expressions.append(matched.expression)
        }
        return TypedExpression(
            expression: token.text == "min" ? .minimum(expressions) : .maximum(expressions),
            measure: first.measure
        )
    }

    /// What stands between the parentheses of `quality(…)`, and the closing one.
    private mutating func quality(_ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        let example = "quality(power.l1)"
        let place = cursor.place
        let argument = try value(&cursor)
        if cursor.next?.isPunctuation(",") ?? false {
            throw LineFault("quality takes one quantity", at: cursor.place, hint: "one register for each")
        }
        try close(&cursor)
        if case .unknown = argument.measure { return .unknown }
        guard case .quantity(let quantity) = argument.expression else {
            cursor.report(
                LineFault("quality takes the name of a quantity, and this is none", at: place, hint: example)
            )
            return .unknown
        }
        guard quantity.definition.role == .measured else {
            cursor.report(
                LineFault(
                    "'\(quantity.name)' is no value that a meter measures: it has no quality",
                    at: place,
                    hint: example
                )
            )
            return .unknown
        }
        return TypedExpression(expression: .quality(quantity), measure: .unit(.one))
    }
}
