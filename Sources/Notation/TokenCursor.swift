// SPDX-License-Identifier: Apache-2.0

/// A walk over the tokens of one line, and what is found wrong on the way.
package struct TokenCursor {
    package let line: TokenLine
    package private(set) var index = 0
    /// The faults after which the line could be read on.
    package private(set) var faults: [LineFault] = []
    /// What may be said and is hardly meant.
    package private(set) var doubts: [LineFault] = []

    package init(_ line: TokenLine) { self.line = line }

    package var next: Token? { index < line.tokens.count ? line.tokens[index] : nil }
    /// The token behind the next one.
    package var afterNext: Token? { index + 1 < line.tokens.count ? line.tokens[index + 1] : nil }
    /// Where the next token stands, or the end of the line.
    package var place: SourceRange { next?.range ?? line.end }

    /// What is left of the line, for a reader that takes tokens away from its beginning.
    package var rest: ArraySlice<Token> {
        get { line.tokens[index...] }
        set { index = line.tokens.count - newValue.count }
    }

    package mutating func take() -> Token? {
        guard let token = next else { return nil }
        index += 1
        return token
    }

    /// Takes the next token if it is this word.
    package mutating func take(word: String) -> Token? {
        guard let token = next, token.isWord(word) else { return nil }
        index += 1
        return token
    }

    package mutating func take(punctuation: String) -> Token? {
        guard let token = next, token.isPunctuation(punctuation) else { return nil }
        index += 1
        return token
    }

    /// Leaves out everything up to a word at which the line can be understood again, or its end.
    package mutating func skip(to words: [String] = []) {
        while let token = next, token.kind != .word || !words.contains(token.text) { index += 1 }
    }

    package mutating func report(_ fault: LineFault) { faults.append(fault) }

    package mutating func doubt(_ doubt: LineFault) { doubts.append(doubt) }
}
