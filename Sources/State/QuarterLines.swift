// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Telegrams

/// `quarter 1768469400 from 6826.309000000 whole`: the running quarter hour, when it began in seconds since 1970 UTC, and
/// `energy.import` at that time in kWh. Without `whole` the meter was silent in it, so that it becomes no peak.
enum QuarterLines: StateKind {
    static let keyword = "quarter"

    static func lines(of state: MeterState) -> [String] {
        guard let quarter = state.counters.demand.quarter else { return [] }
        return ["\(quarter.begin) from \(Decimal(quarter.energy, exponent: -9))" + (quarter.isWhole ? " whole" : "")]
    }

    static func read(_ line: inout StateLine, into state: inout MeterState) {
        guard let (begin, beginToken) = line.whole("the beginning of the quarter hour") else { return }
        guard line.expect("from"), let energy = line.microwattHours() else { return }
        let isWhole = line.takes("whole")
        guard let quarter = QuarterHour(begin: begin, energy: energy, isWhole: isWhole) else {
            return line.error(
                "no quarter hour begins at \(begin)",
                at: beginToken,
                "it is a multiple of \(QuarterHour.length)"
            )
        }
        guard state.counters.demand.quarter == nil else {
            return line.error("the meter's quarter hour stands further up already", at: beginToken)
        }
        state.counters.demand.quarter = quarter
    }
}
