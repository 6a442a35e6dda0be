// SPDX-License-Identifier: Apache-2.0

/// One fault in a text: where, what, and what may have been meant.
package struct Diagnostic: Sendable, Equatable {
    package let range: SourceRange
    /// A sentence without its full stop, beginning in lower case.
    package let message: String
    /// What to do, or what was probably meant.
    package let hint: String?

    /// As compilers print it:
    ///
    /// ```
    /// my.map:7:12: error: there is no quantity 'voltag.l1'
    /// 0x0000   i32   voltag.l1 in 0.1 V
    ///                ^~~~~~~~~ did you mean 'voltage.l1'?
    /// ```
    package func rendered(in source: SourceText) -> String {
        let headline = "\(source.name):\(range.line):\(range.column): error: \(message)"
        guard range.line >= 1, range.line <= source.lines.count else { return headline }
        let line = source.lines[range.line - 1]
        // Tabs stay tabs, so that the caret stands below its character.
        let indentation = String(line.prefix(range.column - 1).map { $0 == "\t" ? "\t" : " " })
        let padding = String(repeating: " ", count: max(0, range.column - 1 - indentation.count))
        let marker = "^" + String(repeating: "~", count: max(0, range.length - 1))
        return "\(headline)\n\(line)\n\(indentation)\(padding)\(marker)\(hint.map { " \($0)" } ?? "")"
    }
}

/// The faults of one text, in the order in which they stand in it.
package struct Diagnostics: Sendable {
    private var found: [Diagnostic] = []

    package init() {}

    package var isEmpty: Bool { found.isEmpty }

    package var all: [Diagnostic] {
        found.sorted { ($0.range.line, $0.range.column) < ($1.range.line, $1.range.column) }
    }

    package mutating func error(_ message: String, at range: SourceRange, hint: String? = nil) {
        let diagnostic = Diagnostic(range: range, message: message, hint: hint)
        if !found.contains(diagnostic) { found.append(diagnostic) }
    }
}

/// A text with faults in it: the whole of them, ready to be shown.
package struct FaultyText: Error, CustomStringConvertible {
    package let source: SourceText
    package let diagnostics: [Diagnostic]

    package init(source: SourceText, diagnostics: [Diagnostic]) {
        self.source = source
        self.diagnostics = diagnostics
    }

    package var description: String {
        diagnostics.map { $0.rendered(in: source) }.joined(separator: "\n")
    }
}
