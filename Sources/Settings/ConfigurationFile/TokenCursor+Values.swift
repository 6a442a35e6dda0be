// SPDX-License-Identifier: Apache-2.0

import Notation
import Telegrams

/// The values that stand behind a word of the configuration.
extension TokenCursor {
    /// The next word or text.
    ///
    /// - Parameters:
    ///   - what: what is missing where there is none, such as `a path`.
    ///   - example: the whole line as it should be.
    mutating func value(_ what: String, example: String) throws(LineFault) -> Token {
        guard let token = next, token.kind != .punctuation else {
            throw LineFault("\(what) is expected here", at: place, hint: example)
        }
        _ = take()
        return token
    }

    mutating func duration(in range: ClosedRange<Duration>, example: String) throws(LineFault) -> Duration {
        let token = try value("a time", example: example)
        guard let time = Duration(notation: token.text) else {
            throw LineFault("\(token.quoted) is no time", at: token.range, hint: Self.timeHint(token, self) ?? example)
        }
        guard range.contains(time) else {
            throw LineFault(
                "this time is from \(range.lowerBound.notation) to \(range.upperBound.notation)",
                at: token.range,
                hint: example
            )
        }
        return time
    }

    /// `30`, `30 s`, `30sec`
    private static func timeHint(_ token: Token, _ cursor: TokenCursor) -> String? {
        if Decimal(token.text) != nil {
            if let unit = cursor.next, Duration(notation: token.text + unit.text) != nil {
                return "number and unit stand together: \(token.text)\(unit.text)"
            }
            return "a time has a unit: \(token.text)s or \(token.text)ms"
        }
        let number = token.text.prefix { $0.isNumber || $0 == "." }
        guard !number.isEmpty else { return nil }
        return "the units of time are ms, s, m and h: \(number)s"
    }

    mutating func integer(in range: ClosedRange<Int>, example: String) throws(LineFault) -> Int {
        let token = try value("a number", example: example)
        guard let number = Int(token.text), range.contains(number) else {
            throw LineFault(
                "this is a whole number from \(range.lowerBound) to \(range.upperBound)",
                at: token.range,
                hint: example
            )
        }
        return number
    }

    /// One of a few words.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ what: String,
        of _: Choice.Type
    ) throws(LineFault) -> Choice where Choice.RawValue == String {
        let names = Choice.allCases.map(\.rawValue)
        let list = names.joined(separator: ", ")
        let token = try value(what, example: "one of \(list)")
        if let choice = Choice(rawValue: token.text) { return choice }
        throw LineFault(
            "\(token.quoted) is not \(what)",
            at: token.range,
            hint: Spelling.suggestion(for: token.text, in: names) ?? "it is one of \(list)"
        )
    }

    /// `NAME=VALUE`, with or without blanks: the name and the value, each where it stands.
    mutating func assignment(example: String) throws(LineFault) -> (name: Token, value: Token) {
        let first = try value("NAME=VALUE", example: example)
        if first.kind == .word, let sign = first.text.firstIndex(of: "=") {
            let value = first.text[first.text.index(after: sign)...]
            let name = first.part(0, String(first.text[..<sign]))
            if !value.isEmpty { return (name, first.part(name.text.count + 1, String(value))) }
            return (name, try self.value("a value", example: example))
        }
        guard let sign = next, sign.kind == .word, sign.text.hasPrefix("=") else {
            throw LineFault("'=' is expected here", at: place, hint: example)
        }
        _ = take()
        if sign.text.count > 1 { return (first, sign.part(1, String(sign.text.dropFirst()))) }
        return (first, try value("a value", example: example))
    }

    /// What is left in a line that should have ended, as a fault.
    mutating func refuseSurplus() {
        guard let surplus = next else { return }
        let hint: String?
        if surplus.isPunctuation(",") {
            hint = "blanks part the words of a line, not commas"
        } else if surplus.isWord("=") || surplus.isWord(":") {
            hint = "a blank stands between a word and what it is"
        } else {
            hint = Lookalike.hint(for: surplus.text) ?? ForeignHabit.remarkHint(for: surplus.text)
        }
        report(LineFault("\(surplus.quoted) is not expected here", at: surplus.range, hint: hint))
        skip()
    }
}

extension Token {
    /// A piece of this word as a token of its own.
    func part(_ offset: Int, _ text: String) -> Token {
        Token(
            kind: .word,
            text: text,
            range: SourceRange(line: range.line, column: range.column + offset, length: max(1, text.count))
        )
    }
}
