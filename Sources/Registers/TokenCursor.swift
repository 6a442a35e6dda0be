// SPDX-License-Identifier: Apache-2.0

import Notation

/// A walk over the tokens of one line, and what is found wrong on the way.
struct TokenCursor {
    let line: TokenLine
    private(set) var index = 0
    /// The faults after which the line could be read on.
    private(set) var faults: [LineFault] = []
    /// What may be said and is hardly meant.
    private(set) var doubts: [LineFault] = []

    init(_ line: TokenLine) { self.line = line }

    var next: Token? { index < line.tokens.count ? line.tokens[index] : nil }
    /// The token behind the next one.
    var afterNext: Token? { index + 1 < line.tokens.count ? line.tokens[index + 1] : nil }
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

    /// Leaves out everything up to a word at which the line can be understood again, or its end.
    mutating func skip(to words: [String]) {
        while let token = next, token.kind != .word || !words.contains(token.text) { index += 1 }
    }

    mutating func report(_ fault: LineFault) { faults.append(fault) }

    mutating func doubt(_ doubt: LineFault) { doubts.append(doubt) }
}

/// A fault in one line; the next line is read all the same.
struct LineFault: Error {
    let message: String
    let range: SourceRange
    let hint: String?
    /// Another place of the same text that belongs to it.
    let note: (message: String, range: SourceRange)?

    init(_ message: String, at range: SourceRange, hint: String? = nil, note: (String, SourceRange)? = nil) {
        self.message = message
        self.range = range
        self.hint = hint
        self.note = note
    }
}
