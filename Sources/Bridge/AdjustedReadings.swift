// SPDX-License-Identifier: Apache-2.0

import Metering

/// One reading as the consumers of a meter are told it, adjusted once for all who have the same adjustment.
struct AdjustedReadings {
    private let reading: Reading
    private var adjusted: [(adjustment: Adjustment, reading: Reading)] = []

    /// - Parameter reading: what the meter says.
    init(_ reading: Reading) { self.reading = reading }

    mutating func reading(for adjustment: Adjustment) -> Reading {
        if adjustment.isIdentity { return reading }
        if let known = adjusted.first(where: { $0.adjustment == adjustment }) { return known.reading }
        let told = reading.adjusted(by: adjustment)
        adjusted.append((adjustment, told))
        return told
    }
}
