// SPDX-License-Identifier: Apache-2.0

import Notation

/// Takes the lines of a state file in, one after the other.
struct StateParser {
    private enum Expectation {
        case version
        case meter
        case records
        case nothing
    }

    private(set) var states: [MeterState] = []
    private var expectation = Expectation.version

    /// Whether the last line was `end`.
    var isComplete: Bool { expectation == .nothing }

    mutating func take(_ tokens: TokenLine, _ faults: inout Diagnostics) {
        var line = StateLine(tokens, faults)
        defer { faults = line.faults }
        guard let word = line.next("a statement") else { return }
        take(word, &line)
        line.end()
    }

    private mutating func take(_ word: Token, _ line: inout StateLine) {
        switch (expectation, word.text) {
        case (.version, "version"): takeVersion(&line)
        case (.version, _): line.error("the first statement is 'version \(StateText.version)'", at: word)
        case (.nothing, _): line.error("nothing is expected behind 'end'", at: word)
        case (_, "meter"): takeMeter(&line)
        case (_, "end"): expectation = .nothing
        default: takeRecord(word, &line)
        }
    }

    private mutating func takeVersion(_ line: inout StateLine) {
        expectation = .meter
        guard let version = line.next("the version of the format"), version.text != StateText.version else { return }
        line.error("the version '\(version.text)' isn't known", at: version, "it is \(StateText.version)")
    }

    private mutating func takeMeter(_ line: inout StateLine) {
        expectation = .records
        guard let token = line.next("the identifier of the meter") else { return }
        guard token.kind == .string, let id = PercentEncoding.decoded(token.text) else {
            return line.error("this is no identifier of a meter", at: token, "write it in double quotes")
        }
        if states.contains(where: { $0.id == id }) { line.error("this meter stands further up already", at: token) }
        states.append(MeterState(id: id))
    }

    private mutating func takeRecord(_ word: Token, _ line: inout StateLine) {
        let kinds = StateText.kinds
        guard let kind = kinds.first(where: { word.isWord($0.keyword) }) else {
            let known = kinds.map { $0.keyword } + ["meter", "end"]
            // A later version wrote it, unless it was meant to be one that is known.
            guard word.kind != .word || Spelling.nearest(to: word.text, in: known) != nil else { return line.skip() }
            line.error("there is no statement '\(word.text)'", at: word, Spelling.suggestion(for: word.text, in: known))
            return
        }
        guard expectation == .records, !states.isEmpty else {
            line.error("'\(word.text)' belongs to a meter, and none is named yet", at: word)
            return
        }
        kind.read(&line, into: &states[states.count - 1])
    }
}
