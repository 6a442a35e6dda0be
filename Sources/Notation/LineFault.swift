// SPDX-License-Identifier: Apache-2.0

/// A fault in one line; the next line is read all the same.
package struct LineFault: Error {
    /// A sentence without its full stop, beginning in lower case.
    package let message: String
    package let range: SourceRange
    /// What to do, or what was probably meant.
    package let hint: String?
    /// Another place of the same text that belongs to it.
    package let note: (message: String, range: SourceRange)?

    package init(
        _ message: String,
        at range: SourceRange,
        hint: String? = nil,
        note: (String, SourceRange)? = nil
    ) {
        self.message = message
        self.range = range
        self.hint = hint
        self.note = note
    }
}
