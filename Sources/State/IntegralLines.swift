// SPDX-License-Identifier: Apache-2.0

import Metering

/// `integral energy.import.l1 4115.226123456 promised 4115.326123456`: a counter that was integrated from power, in kWh, and how
/// far it may have been told since. Without a promise the program ended in peace.
enum IntegralLines: StateKind {
    static let keyword = "integral"

    static func lines(of state: MeterState) -> [String] {
        state.counters.integrals.map { record in
            "\(record.quantity.name) \(record.value)" + (record.promise.map { " promised \($0)" } ?? "")
        }
    }

    static func read(_ line: inout StateLine, into state: inout MeterState) {
        guard let quantity = line.quantity(of: IntegralRecord.quantities), let value = line.counter() else { return }
        let promise = line.takes("promised") ? line.counter() : nil
        state.counters.integrals.append(IntegralRecord(quantity, value, promise: promise))
    }
}
