// SPDX-License-Identifier: Apache-2.0

/// A text that a person wrote, and the name it goes by in messages: a path, or `(built in) eastron-sdm630`.
package struct SourceText: Sendable {
    package let name: String
    package let lines: [Substring]

    /// - Parameter text: with line ends of any system, with or without a byte order mark.
    package init(name: String, text: String) {
        self.name = name
        // A form feed or a line separator ends no line in an editor, and lines are counted as editors count them.
        let isLineEnd = { (character: Character) in character == "\n" || character == "\r\n" || character == "\r" }
        let content = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
        lines = content.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd)
    }

    /// A stretch of this text.
    package func place(_ range: SourceRange) -> SourcePlace { SourcePlace(source: self, range: range) }
}

/// A stretch of one line. Lines and columns count from 1, columns in characters.
package struct SourceRange: Sendable, Equatable {
    package let line: Int
    package let column: Int
    package let length: Int

    package init(line: Int, column: Int, length: Int) {
        self.line = line
        self.column = column
        self.length = length
    }
}

/// A stretch of one line of a text, among several texts.
package struct SourcePlace: Sendable {
    package let source: SourceText
    package let range: SourceRange
}
