// SPDX-License-Identifier: Apache-2.0

import Notation

/// A walk over the tokens of one line.
struct TokenCursor {
    let line: TokenLine
    private(set) var index = 0

    init(_ line: TokenLine) { self.line = line }

    var next: Token? { index < line.tokens.count ? line.tokens[index] : nil }
    /// Where the next token stands, or the end of the line.
    var place: SourceRange { next?.range ?? line.end }

    mutating func take() -> Token? {
        guard let token = next else { return nil }
        index += 1
        return token
    }

    /// Takes the next token if it is this word.
    mutating func take(word: String) -> Token? {
        guard let token = next, token.isWord(word) else { return nil }
        index += 1
        return token
    }

    mutating func take(punctuation: String) -> Token? {
        guard let token = next, token.isPunctuation(punctuation) else { return nil }
        index += 1
        return token
    }
}

/// A fault that ends the reading of one line; the next line is read all the same.
struct LineFault: Error {
    let message: String
    let range: SourceRange
    let hint: String?

    init(_ message: String, at range: SourceRange, hint: String? = nil) {
        self.message = message
        self.range = range
        self.hint = hint
    }
}
