// SPDX-License-Identifier: Apache-2.0

package import Notation

/// The text of a state file: what it says and what is wrong with it.
///
/// ```
/// # Written by meterbridge, which keeps its counters here. Stop it before you change anything.
/// version 1
/// meter "E0044007382221516"
/// counter energy.import 6826.309
/// integral energy.import.l1 2275.436000000 promised 2275.536000000
/// quarter 1768469400 from 6826.250000000 whole
/// peak 4120 at 1767711600 in 2026-01
/// end
/// ```
///
/// The notation is that of register maps: one statement in a line, `#` begins a comment. `version` comes first; `meter` begins
/// what is remembered of one meter, the one that spoke last at the end of the file; its identifier is empty where the meter says
/// none, and characters that can't stand in a text are written as `%` and two hexadecimal digits of their UTF-8. `end` shows
/// that nothing is missing. A statement that isn't known is skipped, because a later version may have written it, unless it looks
/// like one that is.
package enum StateText {
    static let version = "1"

    static let kinds: [any StateKind.Type] = [CounterLines.self, IntegralLines.self, QuarterLines.self, PeakLines.self]

    /// - Parameter states: the meter that spoke last at the end.
    package static func text(of states: [MeterState]) -> String {
        var lines = [
            "# Written by meterbridge, which keeps its counters here. Stop it before you change anything.",
            "version \(version)",
        ]
        for state in states {
            lines.append("meter \"\(PercentEncoding.encoded(state.id, keeping: PercentEncoding.isPlain))\"")
            for kind in kinds { lines += kind.lines(of: state).map { "\(kind.keyword) \($0)" } }
        }
        return (lines + ["end", ""]).joined(separator: "\n")
    }

    /// - Throws: all faults of the text, each with its place.
    package static func states(in source: SourceText) throws(FaultyText) -> [MeterState] {
        var parser = StateParser()
        var faults = Diagnostics(of: source)
        for line in Lexer.lines(of: source, &faults) { parser.take(line, &faults) }
        if !parser.isComplete {
            let last = SourceRange(line: max(1, source.lines.count), column: 1, length: 1)
            faults.error("the file is cut off: 'end' is missing", at: last)
        }
        guard !faults.hasErrors else { throw FaultyText(diagnostics: faults.all) }
        return parser.states
    }
}
