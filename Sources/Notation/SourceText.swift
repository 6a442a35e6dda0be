// SPDX-License-Identifier: Apache-2.0

/// A text that a person wrote, and the name it goes by in messages: a path, or `(built in) eastron-sdm630`.
package struct SourceText: Sendable {
    package let name: String
    package let lines: [Substring]

    package init(name: String, text: String) {
        self.name = name
        lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    }
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
