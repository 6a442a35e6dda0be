// SPDX-License-Identifier: Apache-2.0

/// A meter that doesn't exist: the sum of others, such as the house's connection without the charger.
package struct SumConfiguration: Sendable, Hashable {
    package enum Sign: Sendable, Hashable {
        case plus
        case minus
    }

    /// One of the meters that are added up.
    package struct Term: Sendable, Hashable {
        package var sign: Sign
        /// The name of a meter that has an input of its own.
        package var meter: String

        package init(_ sign: Sign, _ meter: String) {
            self.sign = sign
            self.meter = meter
        }
    }

    /// What it is called in logs and by consumers.
    package var name: String
    /// At least one.
    package var terms: [Term]

    package init(name: String, terms: [Term]) {
        self.name = name
        self.terms = terms
    }
}

extension SumConfiguration.Term: CustomStringConvertible {
    /// `+house` or `-charger`.
    package var description: String { "\(sign == .plus ? "+" : "-")\(meter)" }
}
