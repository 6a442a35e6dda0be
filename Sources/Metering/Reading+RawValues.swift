// SPDX-License-Identifier: Apache-2.0

package import Telegrams

extension Reading {
    /// A measurement of the object `code` as a number of `unit`; `nil` when its own unit measures something else, or when it has
    /// none and its code is not one whose unit is known.
    package static func value(of measurement: Measurement, _ code: ObisCode, in unit: Unit) -> Decimal? {
        if measurement.unit == .none {
            guard case .quantity(let quantity) = MeaningTable.shared[code]?.meaning, quantity.unit != .one else {
                return unit == .one ? measurement.number : nil
            }
            guard quantity.unit.dimension == unit.dimension else { return nil }
            return value(measurement, in: quantity.unit)?.converted(from: quantity.unit, to: unit)
        }
        return value(measurement, in: unit)
    }
}

extension Decimal {
    package func converted(from unit: Unit, to other: Unit) -> Decimal? {
        unit.conversion(to: other).flatMap { converted(by: $0) }
    }
}
