// SPDX-License-Identifier: Apache-2.0

import Metering

/// `counter energy.import 12345.678`: what was told last of a counter that the meter sends, in the quantity's unit.
enum CounterLines: StateKind {
    static let keyword = "counter"

    static func lines(of state: MeterState) -> [String] {
        state.counters.counters.map { "\($0.quantity.name) \($0.value)" }
    }

    static func read(_ line: inout StateLine, into state: inout MeterState) {
        guard let quantity = line.quantity(of: CounterRecord.quantities), let value = line.counter() else { return }
        state.counters.counters.append(CounterRecord(quantity, value))
    }
}
