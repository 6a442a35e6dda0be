// SPDX-License-Identifier: Apache-2.0

import Notation
import Registers
package import Settings

/// An exercise: some consumers of a gateway are told for a while what they would be told if their meter had fallen silent.
package struct Drill: Sendable {
    /// A consumer that takes part.
    package struct Participant: Sendable, CustomStringConvertible {
        package let listener: String
        package let consumer: ConsumerConfiguration

        package var description: String {
            let name = consumer.name.map { " \($0)" } ?? ""
            return "unit \(consumer.unit)\(name) (\(consumer.map.name) of \(consumer.meter)) on \(listener)"
        }
    }

    /// As it was asked for.
    package let name: String
    package let participants: [Participant]
    package let time: Duration

    let window: DrillTime
    let seats: [SnapshotDesk.Seat]
}

/// Why there is no drill.
package enum DrillFault: Error, Equatable, CustomStringConvertible {
    case unknownName(String, suggestion: String?, known: [String])
    case badTime(Duration)

    package var description: String {
        switch self {
        case .unknownName(let name, let suggestion, let known):
            """
            nothing here is called '\(name)'\(suggestion.map { "; \($0)" } ?? ""); a drill is of a meter, of a consumer by its \
            name or unit, or of all with one register map: \(known.joined(separator: ", "))
            """
        case .badTime(let time):
            "\(time.notation) is no time for a drill; choose from 1s to 1h, for example 60s"
        }
    }
}
