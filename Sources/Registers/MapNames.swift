// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Telegrams

/// The names that a map gives by itself, by `set` and `let`, while it is read.
struct MapNames {
    /// What a name stands for.
    struct Meaning {
        let value: TypedExpression
        /// How many values a line joins that uses it.
        let terms: Int
        let place: SourceRange
        /// The whole number that it is, where it is one by itself.
        let word: Int64?
    }

    private var meanings: [String: Meaning] = [:]
    private(set) var used: Set<String> = []

    /// In alphabetical order.
    var all: [String] { meanings.keys.sorted() }

    func place(of name: String) -> SourceRange? { meanings[name]?.place }

    mutating func define(_ name: Token, as constant: MapConstant) {
        var word: Int64?
        if case .number(let number) = constant { word = number.integer }
        meanings[name.text] = Meaning(value: constant.expression, terms: 1, place: name.range, word: word)
    }

    mutating func define(_ name: Token, as calculation: TypedExpression, terms: Int) {
        meanings[name.text] = Meaning(value: calculation, terms: terms, place: name.range, word: nil)
    }

    /// A name whose value has a fault: what uses it is not told so once more.
    mutating func defineAsFaulty(_ name: Token) {
        meanings[name.text] = Meaning(value: .unknown, terms: 1, place: name.range, word: nil)
    }

    /// What the name stands for; it counts as used from now on.
    mutating func use(_ name: String) -> Meaning? {
        guard let meaning = meanings[name] else { return nil }
        used.insert(name)
        return meaning
    }

    /// The names that nothing uses, with their places.
    var unused: [(name: String, place: SourceRange)] {
        meanings.filter { !used.contains($0.key) }.map { ($0.key, $0.value.place) }
    }
}
