// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// One of the long power failures that a meter remembers (`1-0:99.97.0`).
package struct PowerFailure: Sendable, Equatable {
    /// When the power came back, by the meter's clock.
    package let end: MeterClock
    /// In s.
    package let duration: Decimal
}

extension Reading {
    /// The power failures that the meter remembers, in its own order; entries from the factory are left out.
    package var powerFailures: [PowerFailure] {
        guard let object = telegram.object(.electricity(99, 97, 0)) else { return [] }
        return stride(from: 2, to: object.groupCount - 1, by: 2).compactMap { group in
            guard let end = telegram.bytes(object, group).flatMap({ MeterClock($0) }) else { return nil }
            guard let duration = telegram.measurement(object, group + 1)?.number else { return nil }
            // The greatest number of 31 bits stands in the memory of a meter that never failed.
            guard duration < Decimal(Int64(Int32.max)) else { return nil }
            return PowerFailure(end: end, duration: duration)
        }
    }
}
