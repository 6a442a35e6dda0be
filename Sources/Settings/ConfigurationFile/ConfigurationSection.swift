// SPDX-License-Identifier: Apache-2.0

/// A part of the configuration file: what stands by itself, and what stands below a heading.
package enum ConfigurationSection: String, Sendable, CaseIterable {
    /// What stands by itself, and the headings.
    case file
    case meter
    case listen
    /// The options of a line 'consumer', which stand behind its map.
    case consumer
    case limits
    case mqtt

    /// The sections that a heading opens.
    static let headed: [ConfigurationSection] = [.meter, .listen, .limits, .mqtt]

    /// How its heading is written.
    var heading: String {
        switch self {
        case .file: ""
        case .meter: "meter NAME"
        case .listen: "listen PLACE"
        case .consumer: "consumer"
        case .limits: "limits"
        case .mqtt: "mqtt HOST"
        }
    }
}
