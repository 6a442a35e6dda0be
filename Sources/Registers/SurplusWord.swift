// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation

/// A word at which a line should have ended.
enum SurplusWord {
    /// What it was probably meant to be.
    ///
    /// - Parameter next: the token behind it.
    static func hint(for token: Token, before next: Token?) -> String? {
        let word = token.text
        if word == "," { return "a number has a point, not a comma: 0.1" }
        if ["//", ";", "->", "=>", "\u{2192}", "\u{2013}", "\u{2014}", "---"].contains(word) {
            return "a label stands behind two dashes: -- like this; a remark behind #"
        }
        if word.hasPrefix("--") { return "a blank belongs behind the two dashes of a label" }
        if let hint = Lookalike.hint(for: word) { return hint }
        if let unit = Unit(word), word != "1" { return "a resolution stands behind 'in': in \(unit.symbol)" }
        if NumberNotation.decimal(word) != nil, let unit = next.flatMap({ Unit($0.text) }) {
            return "a resolution stands behind 'in': in \(word) \(unit.symbol)"
        }
        if word == "=" { return "two numbers are compared with ==" }
        return Spelling.suggestion(for: word, in: RegisterLine.options)
    }
}
