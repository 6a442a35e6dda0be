// SPDX-License-Identifier: Apache-2.0

import Notation

/// One kind of line in a state file. A further kind is one file like `CounterLines.swift`, a property of `MeterState`, and its
/// name in `StateText.kinds`.
protocol StateKind: SendableMetatype {
    /// The first word of its lines.
    static var keyword: String { get }

    /// What stands behind the keyword, a line for each record of the meter.
    static func lines(of state: MeterState) -> [String]

    /// Takes in what stands behind the keyword.
    static func read(_ line: inout StateLine, into state: inout MeterState)
}
