// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Telegrams

/// `set` and `let`: what a map calls by names of its own.
extension RegisterMapParser {
    /// `set ct-rating = 50`, `set vendor = "Meterbridge"`
    mutating func constant(_ cursor: inout TokenCursor) throws(LineFault) {
        let name = try ownName(&cursor, example: "set ct-rating = 50")
        let place = cursor.place
        let token = cursor.take()
        guard let written = token.flatMap(RegisterMapParser.value) else {
            names.defineAsFaulty(name)
            cursor.skip(to: [])
            throw LineFault(
                "a number or a \"text\" is expected here",
                at: place,
                hint: token.flatMap { Lookalike.hint(for: $0.text) }
                    ?? "what is calculated is named by 'let': let \(name.text) = …"
            )
        }
        takenConstants.insert(name.text)
        var value = given[name.text] ?? written
        if let override = overrides[name.text] {
            if let replaced = written.replaced(by: override) {
                value = replaced
            } else {
                cursor.report(LineFault("'\(name.text)' is a number, and it is set to '\(override)'", at: name.range))
            }
        } else if !value.isSameKind(as: written) {
            // Told where it is given.
            value = written
        }
        map.constants[name.text] = value
        names.define(name, as: value)
    }

    /// `let apparent-power = apparent ?? voltage.l1 * abs(current.l1)`
    mutating func calculation(_ cursor: inout TokenCursor) throws(LineFault) {
        let name = try ownName(&cursor, example: "let net-energy = energy.import - energy.export")
        var parser = ExpressionParser(names: names)
        do throws(LineFault) {
            let value = try parser.value(&cursor)
            names = parser.names
            names.define(name, as: value, terms: parser.terms)
        } catch {
            names.defineAsFaulty(name)
            cursor.skip(to: [])
            throw error
        }
    }

    /// The value that a word or a text is by itself.
    static func value(_ token: Token) -> MapConstant? {
        token.kind == .string ? .text(token.text) : NumberNotation.decimal(token.text).map { .number($0) }
    }

    private mutating func ownName(_ cursor: inout TokenCursor, example: String) throws(LineFault) -> Token {
        let place = cursor.place
        let token = cursor.take()
        guard var name = token, name.kind == .word, name.text.first?.isLetter ?? false else {
            cursor.skip(to: [])
            throw LineFault("a name of your own is expected here", at: place, hint: example)
        }
        let letters = name.text.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." }
        if letters.count < name.text.count {
            name = Token(kind: .word, text: String(letters), range: name.range)
            names.defineAsFaulty(name)
            cursor.skip(to: [])
            throw LineFault(
                "a name is of letters, digits, '-', '_' and '.'",
                at: name.range,
                hint: "blanks stand around '=': \(example)"
            )
        }
        if Quantity(name.text) != nil || RegisterMapParser.reserved.contains(name.text) {
            cursor.report(
                LineFault("'\(name.text)' has a meaning already; a name of your own is expected here", at: name.range)
            )
        } else if let before = names.place(of: name.text) {
            cursor.report(
                LineFault(
                    "'\(name.text)' is set twice",
                    at: name.range,
                    note: ("the first one stands here", before)
                )
            )
        }
        guard cursor.take(word: "=") != nil else {
            names.defineAsFaulty(name)
            let place = cursor.place
            cursor.skip(to: [])
            throw LineFault("'=' is expected here", at: place, hint: example)
        }
        return name
    }

    /// Words that an expression or an option of a line begins with.
    private static let reserved = Set(
        ExpressionParser.functions + ExpressionParser.keywords + RegisterLine.options
    )
}
