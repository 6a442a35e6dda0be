// SPDX-License-Identifier: Apache-2.0

/// What is to be remembered of one meter's demand.
package struct DemandRecords: Sendable, Equatable {
    /// The running quarter hour; `nil` where the counter at its beginning isn't known.
    package var quarter: QuarterHour?
    package var peak: MonthPeak?

    package init(quarter: QuarterHour? = nil, peak: MonthPeak? = nil) {
        self.quarter = quarter
        self.peak = peak
    }
}
