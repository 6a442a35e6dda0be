// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong or doubtful in a text: where, what, and what may have been meant.
package struct Diagnostic: Sendable {
    package enum Severity: String, Sendable {
        /// The text can't be used.
        case error
        /// The text can be used, and this was hardly meant.
        case warning
    }

    /// Another place that belongs to it: the other line of an overlap, the first of two.
    package struct Note: Sendable {
        package let place: SourcePlace
        /// A sentence without its full stop, beginning in lower case.
        package let message: String

        package init(_ message: String, at place: SourcePlace) {
            self.place = place
            self.message = message
        }
    }

    package let severity: Severity
    package let place: SourcePlace
    /// A sentence without its full stop, beginning in lower case.
    package let message: String
    /// What to do, or what was probably meant.
    package let hint: String?
    package let notes: [Note]

    package init(severity: Severity, place: SourcePlace, message: String, hint: String?, notes: [Note]) {
        self.severity = severity
        self.place = place
        self.message = message
        self.hint = hint
        self.notes = notes
    }

    /// Line and column in the text of `place`.
    package var range: SourceRange { place.range }
}

/// A text with faults in it: the whole of them, ready to be shown. Those of texts that it includes are among them.
package struct FaultyText: Error, CustomStringConvertible {
    package let diagnostics: [Diagnostic]

    package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    package var description: String {
        diagnostics.map { $0.rendered() }.joined(separator: "\n")
    }
}
