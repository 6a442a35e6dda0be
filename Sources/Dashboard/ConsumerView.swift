// SPDX-License-Identifier: Apache-2.0

/// What there is to see of one consumer: a meter through a register map, under one unit identifier.
package struct ConsumerView: Sendable {
    /// 0 through 255.
    package var unit: UInt8
    /// The name of its register map.
    package var map: String
    package var meter: String
    /// What it is told unless its values are fresh, in words: `exception 4`, `silence`.
    package var policy: String
    /// Its own: a telegram that lacks what its map can't do without is none for it.
    package var state: MeterView.State
    /// Whether its owner lets it be stale on purpose.
    package var isDrilled: Bool

    package init(
        unit: UInt8,
        map: String,
        meter: String,
        policy: String,
        state: MeterView.State,
        isDrilled: Bool = false
    ) {
        self.unit = unit
        self.map = map
        self.meter = meter
        self.policy = policy
        self.state = state
        self.isDrilled = isDrilled
    }

    /// What it is told now.
    var answer: String { isServed ? "live values" : isDrilled ? "\(policy) (drill)" : policy }

    var isServed: Bool { state == .fresh && !isDrilled }
}
