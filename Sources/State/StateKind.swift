// SPDX-License-Identifier: Apache-2.0

import Notation

/// One kind of line in a state file. A further kind is one file like `CounterLines.swift`, a property of `MeterState`, and its
/// name in `StateText.kinds`. Its keyword is like none of the others: one that is nearly another's is read as a damaged one.
protocol StateKind: SendableMetatype {
    /// The first word of its lines.
    static var keyword: String { get }

    /// What stands behind the keyword, a line for each record of the meter.
    static func lines(of state: MeterState) -> [String]

    /// Takes in what stands behind the keyword.
    static func read(_ line: inout StateLine, into state: inout MeterState)
}
