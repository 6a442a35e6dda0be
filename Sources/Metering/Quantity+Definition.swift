// SPDX-License-Identifier: Apache-2.0

extension Quantity {
    /// What is to be known of a quantity.
    package struct Definition: Sendable {
        /// Lower case, dotted: the name in maps, on pages and in JSON.
        package let name: String
        package let unit: Unit
        /// The OBIS codes it is taken from, or how it is worked out.
        package let source: String
        package let summary: String
        package let role: Role

        init(_ name: String, _ unit: Unit, _ source: String, _ summary: String, _ role: Role = .measured) {
            self.name = name
            self.unit = unit
            self.source = source
            self.summary = summary
            self.role = role
        }
    }

    /// How long what it says stays true.
    package enum Role: Sendable {
        /// Only as long as the telegram it came with is fresh.
        case measured
        /// As long as the meter is the same.
        case identity
        /// The same, and it is text instead of a number.
        case identityText
        /// The gateway says it itself, at any time.
        case status
    }

    package var definition: Definition { Quantity.catalogue[Int(rawValue)] }
    package var name: String { definition.name }
    package var unit: Unit { definition.unit }
    package var isText: Bool { definition.role == .identityText }

    /// The quantity of this name.
    package init?(_ name: String) {
        guard let quantity = Quantity.byName[name] else { return nil }
        self = quantity
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
