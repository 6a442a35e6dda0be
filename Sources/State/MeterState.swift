// SPDX-License-Identifier: Apache-2.0

package import Metering

/// What is remembered of one physical meter from one run of the program to the next.
package struct MeterState: Sendable, Equatable {
    /// The identifier that the meter says; empty for one that says none.
    package let id: String
    package var counters: CounterRecords

    package init(id: String, counters: CounterRecords = CounterRecords()) {
        self.id = id
        self.counters = counters
    }
}
