// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation

/// `peak 4120 at 1767711600 in 2026-01`: the highest quarter hour of a month in W, when it ended in seconds since 1970 UTC, and the
/// month by the meter's own calendar.
enum PeakLines: StateKind {
    static let keyword = "peak"

    static func lines(of state: MeterState) -> [String] {
        guard let peak = state.counters.demand.peak else { return [] }
        return ["\(peak.power) at \(peak.time) in \(peak.month)"]
    }

    static func read(_ line: inout StateLine, into state: inout MeterState) {
        guard let (power, powerToken) = line.whole("the power of the peak"), line.expect("at") else { return }
        guard let (time, _) = line.whole("the end of the quarter hour"), line.expect("in") else { return }
        guard let monthToken = line.next("the month") else { return }
        guard let month = CalendarMonth(monthToken.text) else {
            return line.error("'\(monthToken.text)' is no month", at: monthToken, "write it as 2026-01")
        }
        guard state.counters.demand.peak == nil else {
            return line.error("the meter's peak stands further up already", at: powerToken)
        }
        state.counters.demand.peak = MonthPeak(power: power, time: time, month: month)
    }
}
