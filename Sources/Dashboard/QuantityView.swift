// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Telegrams

/// One quantity of a reading: name, unit and summary come from the catalogue.
package struct QuantityView: Sendable {
    package enum Value: Sendable {
        /// In the quantity's own unit.
        case number(Decimal)
        case text(String)
    }

    package let quantity: Quantity
    package let value: Value
    /// The OBIS codes it was taken from, or how it was worked out.
    package let source: String?

    package init(_ quantity: Quantity, _ value: Value, source: String? = nil) {
        self.quantity = quantity
        self.value = value
        self.source = source
    }

    /// All that a reading says, in the order of the catalogue.
    package static func all(of reading: Reading) -> [QuantityView] {
        Quantity.allCases.compactMap { quantity in
            if let number = reading[quantity] {
                return QuantityView(quantity, .number(number), source: reading.source(quantity))
            }
            return reading.text(quantity).map { QuantityView(quantity, .text($0), source: reading.source(quantity)) }
        }
    }
}
