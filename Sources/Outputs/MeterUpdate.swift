// SPDX-License-Identifier: Apache-2.0

package import Metering

/// Something new about one meter: a reading that was accepted, or another state.
package struct MeterUpdate: Sendable {
    package var meter: String
    /// Whether its values may be believed, in the words of the gateway: `fresh`, `stale`, `lost` …
    package var state: String
    /// The reading that has come; `nil` when only the state has changed.
    package var reading: Reading?
    /// When the telegram arrived, or the state changed.
    package var arrival: ContinuousClock.Instant
    /// The same by the wall clock, in seconds since 1970 UTC.
    package var time: Int64
    /// The telegrams are made up: said with each reading.
    package var isSimulated: Bool

    package init(
        meter: String,
        state: String,
        reading: Reading? = nil,
        arrival: ContinuousClock.Instant,
        time: Int64,
        isSimulated: Bool = false
    ) {
        self.meter = meter
        self.state = state
        self.reading = reading
        self.arrival = arrival
        self.time = time
        self.isSimulated = isSimulated
    }
}
