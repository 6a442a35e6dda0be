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

    package func isWord(_ text: String) -> Bool { kind == .word && self.text == text }
    package func isPunctuation(_ text: String) -> Bool { kind == .punctuation && self.text == text }
}

/// One line, taken apart.
package struct TokenLine: Sendable {
    package let number: Int
    package let tokens: [Token]
    /// What stands behind ` -- `, without outer blanks.
    package let label: String?
    /// The place right behind the last token, for messages about something that is missing.
    package let end: SourceRange
}
