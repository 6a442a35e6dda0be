// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Telegrams

/// Reads the value of a register line and checks its units.
///
/// ```
/// value      = "if" condition "then" value "else" value | known
/// known      = sum { "??" sum }
/// sum        = product { ("+" | "-") product }
/// product    = primary { ("*" | "/") primary }
/// primary    = number [unit] | "text" | name | OBIS code [ "[" n "]" ] | function "(" value { "," value } ")" | "(" value ")"
/// condition  = comparison { ("and" | "or") comparison }
/// ```
///
/// Functions: `min` and `max` of any number of values, `abs` of one, `bits` of up to sixteen, and `quality` of one quantity that
/// the meter measures: 0 not available, 1 as sent, 2 worked out from what was sent, 3 estimated (`Quality`).
///
/// What does not go together is reported to the cursor, and the line is read on; only what can't be understood is thrown.
struct ExpressionParser {
    /// How deep parentheses and `if` may be nested; no map needs more, and the reader's stack has an end.
    static let deepest = 32

    /// How many values a line may join: a chain is evaluated from its last link to its first.
    static let mostTerms = 256

    static let functions = ["min", "max", "abs", "bits", "quality"]
    static let keywords = ["if", "then", "else", "and", "or"]

    /// The names of `set` and `let` lines; those that are used are marked in it.
    var names: MapNames
    private var depth = 0
    private(set) var terms = 0

    init(names: MapNames) { self.names = names }

    mutating func value(_ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= ExpressionParser.deepest else {
            throw LineFault("this is nested more than \(ExpressionParser.deepest) deep", at: cursor.place)
        }
        guard cursor.take(word: "if") != nil else { return try known(&cursor) }
        let condition = try condition(&cursor)
        try expect("then", &cursor)
        let then = try value(&cursor)
        let place = cursor.place
        try expect("else", &cursor)
        let otherwise = try value(&cursor)
        guard let (a, b) = TypedExpression.matched(then, otherwise) else {
            cursor.report(
                LineFault("one branch is \(then.description), the other \(otherwise.description)", at: place)
            )
            return .unknown
        }
        return TypedExpression(
            expression: .choice(condition, then: a.expression, otherwise: b.expression),
            measure: a.measure
        )
    }

    mutating func known(_ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        var left = try sum(&cursor)
        while let token = cursor.take(word: "??") {
            let right = try sum(&cursor)
            left =
                TypedExpression.firstKnownText(left, right)
                ?? joined(left, right, token, &cursor) { .firstKnown($0, $1) }
        }
        return left
    }

    private mutating func sum(_ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        var left = try product(&cursor)
        while let token = cursor.next, token.isWord("+") || token.isWord("-") {
            _ = cursor.take()
            let right = try product(&cursor)
            guard areNumbers([left, right], token, &cursor) else {
                left = .unknown
                continue
            }
            left = joined(left, right, token, &cursor) { token.text == "+" ? .sum($0, $1) : .difference($0, $1) }
        }
        return left
    }

    private mutating func product(_ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        var left = try primary(&cursor)
        while let token = cursor.next, token.isWord("*") || token.isWord("/") {
            _ = cursor.take()
            let right = try primary(&cursor)
            left = product(left, right, token, &cursor)
        }
        return left
    }

    private func product(
        _ left: TypedExpression,
        _ right: TypedExpression,
        _ token: Token,
        _ cursor: inout TokenCursor
    ) -> TypedExpression {
        guard areNumbers([left, right], token, &cursor) else { return .unknown }
        if case .unknown = left.measure { return .unknown }
        if case .unknown = right.measure { return .unknown }
        guard let a = left.factorUnit, let b = right.factorUnit,
            let unit = a.multiplied(by: token.text == "*" ? b : b.inverse)
        else {
            cursor.report(
                LineFault("this calculation is further from any unit than it can be meant", at: token.range)
            )
            return .unknown
        }
        let isBare: Bool
        if case .bare = left.measure, case .bare = right.measure { isBare = true } else { isBare = false }
        return TypedExpression(
            expression: token.text == "*"
                ? .product(left.expression, right.expression) : .quotient(left.expression, right.expression),
            measure: isBare ? .bare : .unit(unit)
        )
    }

    private mutating func primary(_ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        guard let token = cursor.take() else {
            throw LineFault(
                "a value is missing here",
                at: cursor.place,
                hint: "a number, a \"text\", a quantity such as 'power', or an OBIS code such as 1-0:1.7.0"
            )
        }
        try count(1, token)
        switch token.kind {
        case .string: return TypedExpression(expression: .text(token.text), measure: .text)
        case .punctuation: return try parenthesised(token, &cursor)
        case .word: return try word(token, &cursor)
        }
    }

    private mutating func count(_ more: Int, _ token: Token) throws(LineFault) {
        terms += more
        guard terms <= ExpressionParser.mostTerms else {
            throw LineFault("these are more than \(ExpressionParser.mostTerms) values in one line", at: token.range)
        }
    }

    private mutating func parenthesised(_ token: Token, _ cursor: inout TokenCursor) throws(LineFault)
        -> TypedExpression
    {
        guard token.text == "(" else {
            throw LineFault(
                "a value is expected here, not '\(token.text)'",
                at: token.range,
                hint: token.text == "," ? "blanks part the words of a line, not commas" : nil
            )
        }
        let inner = try value(&cursor)
        try close(&cursor)
        return inner
    }

    private mutating func word(_ token: Token, _ cursor: inout TokenCursor) throws(LineFault) -> TypedExpression {
        let name = token.text
        if let number = NumberNotation.decimal(name) {
            if let unit = cursor.next.flatMap({ $0.kind == .word ? Unit($0.text) : nil }), unit != .one {
                _ = cursor.take()
                return TypedExpression(expression: .number(number), measure: .unit(unit))
            }
            return TypedExpression(expression: .number(number), measure: .bare)
        }
        if ExpressionParser.functions.contains(name), let open = cursor.next, open.isPunctuation("(") {
            return try function(token, &cursor)
        }
        if let quantity = Quantity(name) {
            return TypedExpression(
                expression: .quantity(quantity),
                measure: quantity.isText ? .text : .unit(quantity.unit)
            )
        }
        if let meaning = names.use(name) {
            try count(meaning.terms - 1, token)
            return meaning.value
        }
        if let object = object(token, &cursor) { return object }
        if RegisterLine.options.contains(name) {
            throw LineFault(
                "a value is missing in front of '\(name)'",
                at: token.range,
                hint: "a number, a \"text\", a quantity such as 'power', or an OBIS code such as 1-0:1.7.0"
            )
        }
        if cursor.next?.isPunctuation("(") ?? false { return try unknownFunction(token, &cursor) }
        if name == "not" || name == "!" {
            throw LineFault(
                "there is no '\(name)'",
                at: token.range,
                hint: "turn the comparison round: != instead of ==, <= instead of >"
            )
        }
        cursor.report(UnknownValue.fault(token, names.all))
        return .unknown
    }

    /// `0-1:24.2.1`, or `0-1:24.2.1[2]` for its second value.
    private func object(_ token: Token, _ cursor: inout TokenCursor) -> TypedExpression? {
        var name = Substring(token.text)
        var index = 1
        if name.hasSuffix("]"), let bracket = name.firstIndex(of: "[") {
            guard let number = Int(name[name.index(after: bracket)...].dropLast()), (1...99).contains(number) else {
                cursor.report(
                    LineFault(
                        "which value of the object is meant: [1] is the first, [2] the second",
                        at: token.range
                    )
                )
                return .unknown
            }
            index = number
            name = name[..<bracket]
        }
        guard name.contains(":"), let code = ObisCode(name) else { return nil }
        return TypedExpression(expression: .object(code, index: index - 1, unit: nil), measure: .bare)
    }

    /// Both of one unit, joined; a fault where they measure different things.
    private func joined(
        _ left: TypedExpression,
        _ right: TypedExpression,
        _ token: Token,
        _ cursor: inout TokenCursor,
        _ join: (Expression, Expression) -> Expression
    ) -> TypedExpression {
        guard let (a, b) = TypedExpression.matched(left, right) else {
            cursor.report(
                LineFault(
                    "\(left.description) and \(right.description) don't go together",
                    at: token.range
                )
            )
            return .unknown
        }
        if case .unknown = a.measure { return .unknown }
        return TypedExpression(expression: join(a.expression, b.expression), measure: a.measure)
    }

    func areNumbers(_ operands: [TypedExpression], _ token: Token, _ cursor: inout TokenCursor) -> Bool {
        for operand in operands {
            if case .text = operand.measure {
                cursor.report(LineFault("'\(token.text)' takes numbers, and this is text", at: token.range))
                return false
            }
        }
        return true
    }

    private func expect(_ word: String, _ cursor: inout TokenCursor) throws(LineFault) {
        guard cursor.take(word: word) != nil else {
            let conjunctions = ["&&": "and", "and": "and", "||": "or", "or": "or"]
            throw LineFault(
                "'\(word)' is expected here",
                at: cursor.place,
                hint: cursor.next.flatMap { conjunctions[$0.text.lowercased()] }.map { "write '\($0)'" }
                    ?? "if … == … then … else …"
            )
        }
    }

    func close(_ cursor: inout TokenCursor) throws(LineFault) {
        guard cursor.take(punctuation: ")") != nil else {
            let isComparison = cursor.next.map { Expression.Comparison(rawValue: $0.text) != nil } ?? false
            throw LineFault(
                "a closing parenthesis is missing here",
                at: cursor.place,
                hint: isComparison
                    ? "a condition stands without parentheses: if … == … then … else …"
                    : cursor.next.flatMap { SurplusWord.hint(for: $0, before: cursor.afterNext) }
            )
        }
    }
}
