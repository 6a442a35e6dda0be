// SPDX-License-Identifier: Apache-2.0

/// What is found in a text and in those that it includes.
package struct Diagnostics: Sendable {
    /// More faults of one text than anybody reads: it is no text of this kind, and naming them all would take for ever.
    package static let most = 1000

    private struct Key: Hashable {
        let source: String
        let line: Int
        let column: Int
        let message: String
    }

    private let source: SourceText
    private var found: [Diagnostic] = []
    private var keys: Set<Key> = []
    /// The texts, in the order in which they are told.
    private var ranks: [String: Int]

    /// - Parameter source: the text that is read, whose faults are told first.
    package init(of source: SourceText) {
        self.source = source
        ranks = [source.name: 0]
    }

    /// Whether nothing that is found any more will be told.
    package var isFull: Bool { found.count >= Diagnostics.most }

    package var hasErrors: Bool { found.contains { $0.severity == .error } }

    /// In the order of the text, then those of the next.
    package var all: [Diagnostic] {
        found.sorted { left, right in
            let a = (ranks[left.place.source.name] ?? 0, left.range.line, left.range.column)
            return a < (ranks[right.place.source.name] ?? 0, right.range.line, right.range.column)
        }
    }

    /// Adds a fault of the text itself.
    package mutating func error(_ message: String, at range: SourceRange, hint: String? = nil) {
        error(message, at: source.place(range), hint: hint)
    }

    /// Adds a fault of any text. The same one again is not told again.
    package mutating func error(
        _ message: String,
        at place: SourcePlace,
        hint: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        add(Diagnostic(severity: .error, place: place, message: message, hint: hint, notes: notes))
    }

    package mutating func warning(
        _ message: String,
        at place: SourcePlace,
        hint: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        add(Diagnostic(severity: .warning, place: place, message: message, hint: hint, notes: notes))
    }

    /// Adds a fault of one of the text's lines.
    package mutating func error(_ fault: LineFault, in source: SourceText) {
        error(
            fault.message,
            at: source.place(fault.range),
            hint: fault.hint,
            notes: fault.note.map { [Diagnostic.Note($0.message, at: source.place($0.range))] } ?? []
        )
    }

    /// Adds what was found elsewhere. The same one again is not told again.
    package mutating func add(_ diagnostic: Diagnostic) {
        guard !isFull else { return }
        let place = diagnostic.place
        let key = Key(
            source: place.source.name,
            line: place.range.line,
            column: place.range.column,
            message: diagnostic.message
        )
        guard keys.insert(key).inserted else { return }
        if ranks[place.source.name] == nil { ranks[place.source.name] = ranks.count }
        found.append(diagnostic)
    }
}
