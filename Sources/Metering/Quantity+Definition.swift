// SPDX-License-Identifier: Apache-2.0

package import Telegrams

extension Quantity {
    /// What is to be known of a quantity.
    package struct Definition: Sendable {
        /// Lower case, dotted: the name in maps, on pages and in JSON.
        package let name: String
        package let unit: Unit
        /// The codes that say it, if any does; the meter's own channel stands for all that mean the same.
        package let codes: [ObisCode]
        /// How it is worked out where no code says it, in words.
        package let working: String?
        package let summary: String
        package let role: Role

        init(
            _ name: String,
            _ unit: Unit,
            _ codes: [ObisCode] = [],
            or working: String? = nil,
            _ summary: String,
            role: Role = .measured
        ) {
            self.name = name
            self.unit = unit
            self.codes = codes
            self.working = working
            self.summary = summary
            self.role = role
        }

        /// Codes and working in one line.
        package var source: String {
            let said = codes.map(\.description).joined(separator: ", ")
            guard let working else { return said }
            return said.isEmpty ? working : "\(said), or \(working)"
        }
    }

    /// How long what it says stays true.
    package enum Role: Sendable {
        /// Only as long as the telegram it came with is fresh.
        case measured
        /// The same, and it is text instead of a number.
        case text
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

    package var isText: Bool {
        switch definition.role {
        case .text, .identityText: true
        case .measured, .identity, .status: false
        }
    }

    /// The quantity of this name.
    package init?(_ name: String) {
        guard let quantity = Quantity.byName[name] else { return nil }
        self = quantity
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    /// The quantity so many places further in the list, where families of quantities stand in the order of their codes.
    func advanced(by places: Int) -> Quantity {
        Quantity(rawValue: rawValue &+ UInt8(truncatingIfNeeded: places)) ?? self
    }
}
