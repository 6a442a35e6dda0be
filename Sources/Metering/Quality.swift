// SPDX-License-Identifier: Apache-2.0

/// How much a value can be relied on. The numbers are those that `quality(…)` shows in registers, and are promised.
package enum Quality: UInt8, Sendable, CaseIterable {
    /// The telegram neither says it nor anything that it follows from.
    case notAvailable = 0
    /// As the meter sent it.
    case sent = 1
    /// Worked out from what the meter sent.
    case derived = 2
    /// A guess, such as an equal share of what all phases have together.
    case estimated = 3
}

extension Reading {
    package func quality(_ quantity: Quantity) -> Quality { values.quality(quantity) }
}
