// SPDX-License-Identifier: Apache-2.0

import Metering
package import Notation
import Registers
import Telegrams

/// Why some words are no fail-safe policy: where, what, and what to write instead.
package struct FailSafePolicyFault: Error, Equatable, CustomStringConvertible {
    /// A sentence without its full stop, beginning in lower case.
    package let message: String
    package let range: SourceRange
    package let hint: String?

    init(_ message: String, at range: SourceRange, hint: String? = nil) {
        self.message = message
        self.range = range
        self.hint = hint
    }

    package var description: String { hint.map { "\(message); \($0)" } ?? message }
}

extension FailSafePolicy {
    /// The words that a policy begins with.
    package static let names = ["silence", "exception", "unavailable", "substitute", "hold", "zero"]

    /// For how long values may be held, as long as `stale-after` may be by default: whoever holds them longer steers by the past.
    package static let holdTimes = Duration.milliseconds(100)...Duration.seconds(60)

    /// Reads a policy from the beginning of a line's tokens and takes its words away; what stands behind it is left.
    ///
    /// ```
    /// silence
    /// exception 11
    /// unavailable
    /// zero
    /// substitute current.l1 = 25 A current.l2 = 25 A current.l3 = 25 A
    /// hold 10s then exception 11
    /// ```
    ///
    /// - Parameter end: the place behind the last token, for what is missing there.
    package init(notation tokens: inout ArraySlice<Token>, end: SourceRange) throws(FailSafePolicyFault) {
        var reader = FailSafePolicyReader(tokens: tokens, end: end)
        self = try reader.policy()
        tokens = reader.tokens
    }

    /// Reads a text that is a policy and nothing else.
    package init(notation text: String) throws(FailSafePolicyFault) {
        let source = SourceText(name: "", text: text)
        var diagnostics = Diagnostics(of: source)
        let lines = Lexer.lines(of: source, &diagnostics)
        if let fault = diagnostics.all.first {
            throw FailSafePolicyFault(fault.message, at: fault.range, hint: fault.hint)
        }
        let end = lines.last?.end ?? SourceRange(line: 1, column: 1, length: 1)
        var tokens = lines.flatMap(\.tokens)[...]
        try self.init(notation: &tokens, end: end)
        if let surplus = tokens.first {
            throw FailSafePolicyFault("\(surplus.quoted) stands behind the end of the policy", at: surplus.range)
        }
    }
}

/// A walk over the tokens of a policy.
private struct FailSafePolicyReader {
    private(set) var tokens: ArraySlice<Token>
    let end: SourceRange

    init(tokens: ArraySlice<Token>, end: SourceRange) {
        self.tokens = tokens
        self.end = end
    }

    private var place: SourceRange { tokens.first?.range ?? end }

    private mutating func take() -> Token? { tokens.popFirst() }

    mutating func policy(afterHold: Bool = false) throws(FailSafePolicyFault) -> FailSafePolicy {
        let place = place
        let word = take()
        switch word?.text {
        case "silence": return .silence
        case "unavailable": return .unavailable
        case "zero": return .zero
        case "exception": return .exception(try exceptionCode())
        case "substitute": return .substitute(try substitutes())
        case "hold" where afterHold:
            throw FailSafePolicyFault("values are held once, not one time after another", at: place)
        case "hold": return try hold()
        default:
            let hint = word.flatMap { Spelling.suggestion(for: $0.text, in: FailSafePolicy.names) }
            throw FailSafePolicyFault(
                word.map { "\($0.quoted) is no fail-safe policy" } ?? "a fail-safe policy is missing",
                at: place,
                hint: hint
                    ?? "silence, exception N, unavailable, substitute NAME = VALUE, hold TIME then POLICY or zero"
            )
        }
    }

    private mutating func exceptionCode() throws(FailSafePolicyFault) -> UInt8 {
        let place = place
        guard let code = take().flatMap({ UInt8($0.text) }), StalePolicy.exceptionCodes.contains(code) else {
            let codes = StalePolicy.exceptionCodes.map { "\($0)" }.joined(separator: ", ")
            throw FailSafePolicyFault("an exception has a code", at: place, hint: "one of \(codes)")
        }
        return code
    }

    private mutating func hold() throws(FailSafePolicyFault) -> FailSafePolicy {
        let place = place
        guard let time = take().flatMap({ Duration(notation: $0.text) }), FailSafePolicy.holdTimes.contains(time) else {
            throw FailSafePolicyFault(
                "values are held for a time from 100ms to 60s",
                at: place,
                hint: "hold 10s then silence"
            )
        }
        guard let then = tokens.first, then.isWord("then") else {
            throw FailSafePolicyFault(
                "what comes after the held values is missing",
                at: self.place,
                hint: "hold \(time.notation) then silence"
            )
        }
        _ = take()
        return .hold(time, then: try policy(afterHold: true))
    }

    private mutating func substitutes() throws(FailSafePolicyFault) -> [Quantity: Decimal] {
        let start = place
        var values: [Quantity: Decimal] = [:]
        while let assignment = assignment() {
            let quantity = try quantity(assignment.name, at: assignment.range)
            guard values[quantity] == nil else {
                throw FailSafePolicyFault("'\(quantity.name)' has two values", at: assignment.range)
            }
            values[quantity] = try value(of: quantity, assignment.value)
        }
        guard !values.isEmpty else {
            throw FailSafePolicyFault(
                "a substitute needs values",
                at: start,
                hint: "substitute current.l1 = 25 A current.l2 = 25 A current.l3 = 25 A"
            )
        }
        return values
    }

    /// `NAME = VALUE`, with or without blanks; `nil` where the substitutes end. The value is missing where it stands alone.
    private mutating func assignment() -> (name: String, range: SourceRange, value: Token?)? {
        guard let first = tokens.first, first.kind == .word else { return nil }
        if let equals = first.text.firstIndex(of: "=") {
            _ = take()
            let (name, rest) = (first.text[..<equals], first.text[first.text.index(after: equals)...])
            return (String(name), first.range, rest.isEmpty ? take() : part(rest, of: first))
        }
        guard let second = tokens.dropFirst().first, second.kind == .word, second.text.hasPrefix("=") else {
            return nil
        }
        tokens.removeFirst(2)
        let rest = second.text.dropFirst()
        return (first.text, first.range, rest.isEmpty ? take() : part(rest, of: second))
    }

    /// The end of a word as a token of its own.
    private func part(_ rest: Substring, of token: Token) -> Token {
        let range = token.range
        let column = range.column + token.text.count - rest.count
        return Token(
            kind: .word,
            text: String(rest),
            range: SourceRange(line: range.line, column: column, length: rest.count)
        )
    }

    private func quantity(_ name: String, at range: SourceRange) throws(FailSafePolicyFault) -> Quantity {
        guard let quantity = Quantity(name) else {
            let known = Quantity.allCases.filter { $0.definition.role == .measured }.map(\.name)
            throw FailSafePolicyFault(
                "there is no quantity '\(name.prefix(60))'",
                at: range,
                hint: Spelling.suggestion(for: name, in: known) ?? "`meterbridge quantities` lists them"
            )
        }
        guard quantity.definition.role == .measured else {
            throw FailSafePolicyFault("'\(name)' is no number that a meter measures", at: range)
        }
        return quantity
    }

    private mutating func value(of quantity: Quantity, _ token: Token?) throws(FailSafePolicyFault) -> Decimal {
        let example = "\(quantity.name) = 25\(quantity.unit == .one ? "" : " " + quantity.unit.symbol)"
        guard let token, let number = Decimal(token.text) else {
            throw FailSafePolicyFault("a number is expected here", at: token?.range ?? end, hint: example)
        }
        guard let symbol = tokens.first, symbol.kind == .word, let unit = Unit(symbol.text) else { return number }
        guard let ratio = unit.conversion(to: quantity.unit) else {
            throw FailSafePolicyFault(
                "'\(quantity.name)' is not measured in \(unit.symbol)",
                at: symbol.range,
                hint: example
            )
        }
        guard let converted = number.converted(by: ratio) else {
            throw FailSafePolicyFault("this number has too many digits", at: token.range)
        }
        _ = take()
        return converted
    }
}
