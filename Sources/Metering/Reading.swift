// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// What one telegram says, as quantities in their own units. What it doesn't say and what doesn't follow from it is absent.
package struct Reading: Sendable {
    /// Where a value comes from.
    package enum Origin: Sendable, Equatable {
        case absent
        /// This object of the telegram said it.
        case sent(ObisCode)
        /// It follows from other values.
        case derived(Derivation)
    }

    package let telegram: Telegram
    /// The meter's identifier as text, where it has one.
    package internal(set) var meterID: String?
    package internal(set) var clock: MeterClock?
    package internal(set) var submeters: [Submeter] = []
    /// Values that were sent but make no sense, in words.
    package internal(set) var doubts: [String] = []
    private var entries = [Entry](repeating: Entry(), count: Quantity.allCases.count)

    private struct Entry: Sendable {
        var number = Decimal.zero
        var origin = Origin.absent
    }

    init(telegram: Telegram) {
        self.telegram = telegram
    }

    /// The value of a quantity in its own unit, or `nil` where it isn't known.
    package subscript(_ quantity: Quantity) -> Decimal? {
        let entry = entries[Int(quantity.rawValue)]
        return entry.origin == .absent ? nil : entry.number
    }

    package func origin(_ quantity: Quantity) -> Origin {
        entries[Int(quantity.rawValue)].origin
    }

    /// The value of a text quantity.
    package func text(_ quantity: Quantity) -> String? {
        switch quantity {
        case .meterID: meterID
        case .meterModel: telegram.identification
        default: nil
        }
    }

    mutating func set(_ quantity: Quantity, _ number: Decimal, _ origin: Origin) {
        entries[Int(quantity.rawValue)] = Entry(number: number, origin: origin)
    }

    /// Sets what is not there yet; does nothing without a value.
    mutating func derive(_ quantity: Quantity, _ derivation: Derivation, _ number: Decimal?) {
        guard let number, origin(quantity) == .absent else { return }
        set(quantity, number, .derived(derivation))
    }
}
