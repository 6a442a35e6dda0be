// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation

extension ExpressionParser {
    /// A function and its arguments, from the opening parenthesis to the closing one.
    ///
    /// - Parameter token: its name.
    mutating func function(_ token: Token, _ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        _ = cursor.take(punctuation: "(")
        if token.text == "quality" { return try quality(&cursor) }
        var arguments = [try value(&cursor)]
        while cursor.take(punctuation: ",") != nil { arguments.append(try value(&cursor)) }
        try close(&cursor)
        try refuseText(arguments, token)
        switch token.text {
        case "bits":
            guard arguments.count <= 16 else {
                throw LineFault("a register has 16 bits, and these are \(arguments.count)", at: token.range)
            }
            return TypedExpression(expression: .bits(arguments.map(\.expression)), measure: .bare)
        case "abs":
            guard arguments.count == 1 else {
                throw LineFault("abs takes one value, and these are \(arguments.count)", at: token.range)
            }
            return TypedExpression(expression: .absolute(arguments[0].expression), measure: arguments[0].measure)
        default:
            let first = arguments.first { if case .unit = $0.measure { true } else { false } } ?? arguments[0]
            var expressions: [Expression] = []
            for argument in arguments {
                guard let (_, matched) = TypedExpression.matched(first, argument) else {
                    throw LineFault(
                        "\(token.text) of a value \(first.description) and one \(argument.description)",
                        at: token.range
                    )
                }
                expressions.append(matched.expression)
            }
            return TypedExpression(
                expression: token.text == "min" ? .minimum(expressions) : .maximum(expressions),
                measure: first.measure
            )
        }
    }

    /// What stands between the parentheses of `quality(…)`, and the closing one.
    private mutating func quality(_ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        let place = cursor.place
        let argument = try value(&cursor)
        guard case .quantity(let quantity) = argument.expression else {
            throw LineFault(
                "quality takes the name of a quantity, and this is none",
                at: place,
                hint: "quality(power.l1)"
            )
        }
        guard quantity.definition.role == .measured else {
            throw LineFault(
                "'\(quantity.name)' is no value that a meter measures: it has no quality",
                at: place,
                hint: "quality(power.l1)"
            )
        }
        if cursor.next?.isPunctuation(",") ?? false {
            throw LineFault("quality takes one quantity", at: cursor.place, hint: "one register for each")
        }
        try close(&cursor)
        return TypedExpression(expression: .quality(quantity), measure: .unit(.one))
    }
}
