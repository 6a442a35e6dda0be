// SPDX-License-Identifier: Apache-2.0

/// One piece of a line.
package struct Token: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Anything between blanks that is none of the others: names, numbers, operators, addresses, paths.
        case word
        /// Text in double quotes; `text` is without them.
        case string
        /// `(`, `)` or `,`.
        case punctuation
    }

    package let kind: Kind
    package let text: String
    package let range: SourceRange

    package init(kind: Kind, text: String, range: SourceRange) {
        self.kind = kind
        self.text = text
        self.range = range
    }

    /// For messages: between quotes, and no more of it than anybody reads.
    package var quoted: String {
        // The names of the notation are shorter.
        let longest = 60
        return text.utf8.count <= longest ? "'\(text)'" : "'\(text.prefix(longest))…'"
    }

    package func isWord(_ text: String) -> Bool { kind == .word && self.text == text }
    package func isPunctuation(_ text: String) -> Bool { kind == .punctuation && self.text == text }
}

/// One line, taken apart.
package struct TokenLine: Sendable {
    package let number: Int
    package let tokens: [Token]
    /// What stands behind ` -- `, without outer blanks.
    package let label: String?
    /// Whether it holds what no editor wrote; that is told already, and what it says is not worth reading.
    package let isDamaged: Bool
    /// The place right behind the last token, for messages about something that is missing.
    package let end: SourceRange

    package init(number: Int, tokens: [Token], label: String? = nil, isDamaged: Bool = false, end: SourceRange) {
        self.number = number
        self.tokens = tokens
        self.label = label
        self.isDamaged = isDamaged
        self.end = end
    }
}
