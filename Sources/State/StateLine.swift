// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Telegrams

/// One line of a state file, read word by word; what is wrong with it is noted at its place.
struct StateLine {
    private let line: TokenLine
    private var place = 0
    private(set) var faults: Diagnostics
    private var isFaulty = false

    /// - Parameter faults: those of the lines before.
    init(_ line: TokenLine, _ faults: Diagnostics) {
        self.line = line
        self.faults = faults
    }

    /// The next word or text; a fault where there is none.
    mutating func next(_ what: String) -> Token? {
        guard place < line.tokens.count else {
            error("\(what) is missing", at: line.end)
            return nil
        }
        defer { place += 1 }
        return line.tokens[place]
    }

    /// Whether the next word is this one; then it is taken.
    mutating func takes(_ word: String) -> Bool {
        guard place < line.tokens.count, line.tokens[place].isWord(word) else { return false }
        place += 1
        return true
    }

    /// The next word, which is the name of one of these quantities.
    mutating func quantity(of known: [Quantity]) -> Quantity? {
        guard let token = next("the name of a quantity") else { return nil }
        guard let quantity = Quantity(token.text), known.contains(quantity) else {
            error(
                "'\(token.text)' is no counter",
                at: token,
                Spelling.suggestion(for: token.text, in: known.map(\.name))
            )
            return nil
        }
        return quantity
    }

    /// The next word, which is a number that isn't negative.
    mutating func counter() -> Decimal? {
        guard let token = next("the value of the counter") else { return nil }
        guard token.kind == .word, let number = Decimal(token.text), number.mantissa >= 0 else {
            error("'\(token.text)' is no value of a counter", at: token, "write a number such as 12345.678")
            return nil
        }
        return number
    }

    /// The next word, which is a counter in kWh that fits in whole microwatt-hours.
    mutating func microwattHours() -> Int64? {
        let place = place
        guard let counter = counter() else { return nil }
        guard let energy = counter.microwattHours else {
            error("'\(line.tokens[place].text)' is more than any counter shows", at: line.tokens[place])
            return nil
        }
        return energy
    }

    /// The next word, which is a whole number that fits 32 bits: seconds since 1970, or watts.
    mutating func whole(_ what: String) -> (number: Int64, token: Token)? {
        guard let token = next(what) else { return nil }
        guard token.kind == .word, token.text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 }),
            let number = UInt32(token.text)
        else {
            error("'\(token.text)' is not \(what)", at: token, "write a whole number, at most \(UInt32.max)")
            return nil
        }
        return (Int64(number), token)
    }

    /// The next word has to be this one.
    mutating func expect(_ word: String) -> Bool {
        guard !takes(word) else { return true }
        guard let token = next("'\(word)'") else { return false }
        error("'\(word)' is expected in place of '\(token.text)'", at: token)
        return false
    }

    /// What follows on the line is nobody's business.
    mutating func skip() { place = line.tokens.count }

    mutating func error(_ message: String, at token: Token, _ hint: String? = nil) {
        error(message, at: token.range, hint)
    }

    private mutating func error(_ message: String, at range: SourceRange, _ hint: String? = nil) {
        isFaulty = true
        faults.error(message, at: range, hint: hint)
    }

    /// Nothing may follow.
    mutating func end() {
        guard place < line.tokens.count, !isFaulty else { return }
        error("nothing is expected here", at: line.tokens[place])
    }
}
