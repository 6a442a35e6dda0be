// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation

/// A word that stands for no value.
enum UnknownValue {
    /// - Parameter own: the names that the map gives itself.
    static func fault(_ token: Token, _ own: [String]) -> LineFault {
        let word = token.text
        let operators: [Character] = ["+", "*", "/"]
        if Lookalike.plain(word) == nil, word.count > 1, word.contains(where: operators.contains) {
            return LineFault(
                "\(token.quoted) is not a value",
                at: token.range,
                hint: "operators stand between blanks, because '-' and '.' belong to names"
            )
        }
        return LineFault(
            "there is no quantity \(token.quoted)",
            at: token.range,
            hint: hint(word, own) ?? "`meterbridge quantities` lists them"
        )
    }

    private static func hint(_ word: String, _ own: [String]) -> String? {
        if let hint = Lookalike.hint(for: word) { return hint }
        let lower = word.lowercased()
        if ["l1", "l2", "l3"].contains(lower) { return "the phase stands behind the quantity: power.\(lower)" }
        let names = Quantity.allCases.map(\.name) + own + ExpressionParser.functions
        // `power_l1`, `POWER-L1`: the right words with other signs between them.
        let key = letters(lower)
        if let same = names.first(where: { letters($0) == key }) { return "did you mean '\(same)'?" }
        return Spelling.suggestion(for: word, in: names)
    }

    private static func letters(_ name: String) -> String {
        name.filter { $0.isLetter || $0.isNumber }
    }
}
