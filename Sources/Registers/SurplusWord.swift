// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation

/// A word at which a line should have ended.
enum SurplusWord {
    /// What it was probably meant to be, behind the value of a register.
    ///
    /// - Parameter next: the token behind it.
    static func hint(for token: Token, before next: Token?) -> String? {
        let word = token.text
        if word == "," {
            return next?.text.first?.isNumber ?? false
                ? "a number has a point, not a comma: 0.1" : "blanks part the words of a line, not commas"
        }
        if let hint = hintAnywhere(for: token) { return hint }
        if let unit = Unit(word), word != "1" { return "a resolution stands behind 'in': in \(unit.symbol)" }
        let number = word.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        if let unit = number.isEmpty ? nil : Unit(String(word.dropFirst(number.count))) {
            return "a resolution stands behind 'in': in \(number) \(unit.symbol)"
        }
        if NumberNotation.decimal(word) != nil, let unit = next.flatMap({ Unit($0.text) }), unit != .one {
            return "a resolution stands behind 'in': in \(word) \(unit.symbol)"
        }
        if Expression.Comparison(rawValue: word) != nil || word == "=" {
            return "a comparison stands between 'if' and 'then': if … == … then 1 else 0"
        }
        if word == "?" || word == "or" || word == "||" { return "what stands in for a missing value follows '??'" }
        if WordOrder(rawValue: word) != nil { return "the word order stands behind the type: u32/\(word)" }
        if isValue(token) { return "an operator is missing in front of it, or it belongs to a line of its own" }
        return Spelling.suggestion(for: word, in: RegisterLine.options)
    }

    /// What it was probably meant to be, in any line.
    static func hintAnywhere(for token: Token) -> String? {
        if ["//", ";", "->", "=>", "\u{2192}", "\u{2013}", "\u{2014}", "---"].contains(token.text) {
            return "a label stands behind two dashes: -- like this; a remark behind #"
        }
        if token.text.hasPrefix("--") { return "a blank belongs behind the two dashes of a label" }
        return Lookalike.hint(for: token.text)
    }

    private static func isValue(_ token: Token) -> Bool {
        token.kind == .word && (Quantity(token.text) != nil || NumberNotation.decimal(token.text) != nil)
    }
}
