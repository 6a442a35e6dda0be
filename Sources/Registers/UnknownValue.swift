// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation

/// A word that stands for no value.
enum UnknownValue {
    /// - Parameter own: the names that the map gives itself.
    static func fault(_ token: Token, _ own: [String]) -> LineFault {
        let word = token.text
        // Nothing that is known is as long.
        guard word.utf8.count <= 200 else {
            return LineFault("there is no quantity \(token.quoted)", at: token.range)
        }
        if let fault = operatorFault(token) ?? numberFault(token) { return fault }
        return LineFault(
            "there is no quantity \(token.quoted)",
            at: token.range,
            hint: hint(word, own) ?? "`meterbridge quantities` lists them"
        )
    }

    /// `power*2`, `power-2`, `-power`
    private static func operatorFault(_ token: Token) -> LineFault? {
        let word = token.text
        guard Lookalike.plain(word) == nil, word.count > 1 else { return nil }
        let hint: String
        if word.hasPrefix("-"), Quantity(String(word.dropFirst())) != nil {
            hint = "the other sign is a difference: 0 - \(word.dropFirst())"
        } else if word.contains(where: { $0 == "+" || $0 == "*" || $0 == "/" }) {
            hint = "operators stand between blanks, because '-' and '.' belong to names"
        } else if let dash = word.lastIndex(of: "-"), Quantity(String(word[..<dash])) != nil {
            let right = String(word[word.index(after: dash)...])
            guard NumberNotation.decimal(right) != nil || Quantity(right) != nil else { return nil }
            hint = "operators stand between blanks: \(word[..<dash]) - \(right)"
        } else {
            return nil
        }
        return LineFault("\(token.quoted) is not a value", at: token.range, hint: hint)
    }

    /// `1_000`, `1.7.0`, a number of too many digits
    private static func numberFault(_ token: Token) -> LineFault? {
        let word = token.text
        guard let first = word.first, first.isASCII, first.isNumber || first == "." else { return nil }
        let isCode = word.allSatisfy { $0.isNumber || ".-:*".contains($0) } && word.count { !$0.isNumber } > 1
        return LineFault(
            "\(token.quoted) is no number",
            at: token.range,
            hint: isCode
                ? "an OBIS code is written 1-0:1.7.0"
                : "a number has up to 18 digits and a point, or is hexadecimal behind 0x"
        )
    }

    /// What manuals say beside the quantity and maps don't.
    private static let noise: Set<Substring> = ["active", "total", "sum", "value", "phase", "of", "real"]

    private static func hint(_ word: String, _ own: [String]) -> String? {
        if let hint = Lookalike.hint(for: word) { return hint }
        if word.hasPrefix("'") { return "a text stands between double quotes: \"…\"" }
        let lower = word.lowercased()
        if ["l1", "l2", "l3"].contains(lower) { return "the phase stands behind the quantity: power.\(lower)" }
        let names = Quantity.allCases.map(\.name) + own
        // `power_l1`, `IMPORT-POWER`, `active_power`: the right words in another order, with other signs between them.
        let parts = words(lower).filter { !noise.contains($0) }.sorted()
        if !parts.isEmpty, let same = names.first(where: { words($0).sorted() == parts }) {
            return "did you mean '\(same)'?"
        }
        if let near = Spelling.suggestion(for: word, in: names) { return near }
        return names.first { $0.hasPrefix(lower + ".") }.map { "did you mean '\($0)'?" }
    }

    private static func words(_ name: String) -> [Substring] {
        name.split { !$0.isLetter && !$0.isNumber }
    }
}
