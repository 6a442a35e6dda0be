// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// Writes metrics in the Prometheus text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
struct Exposition {
    enum Kind: String {
        case gauge
        case counter
    }

    private(set) var text = ""
    private var family = ""

    /// Begins a metric: all its samples have to follow before the next one begins.
    mutating func begin(_ family: String, _ kind: Kind, _ help: String) {
        self.family = family
        text += "# HELP \(family) \(Exposition.escaped(help))\n# TYPE \(family) \(kind.rawValue)\n"
    }

    mutating func sample(_ value: some BinaryInteger, _ labels: KeyValuePairs<String, String> = [:]) {
        sample(value.description, labels.map { MetricName.Label(name: $0.key, value: $0.value) })
    }

    mutating func sample(_ value: Decimal, _ labels: KeyValuePairs<String, String> = [:]) {
        sample(value.description, labels.map { MetricName.Label(name: $0.key, value: $0.value) })
    }

    mutating func sample(_ value: String, _ labels: [MetricName.Label]) {
        text += family
        if !labels.isEmpty {
            let pairs = labels.map { label in
                "\(label.name)=\"\(Exposition.escaped(label.value, quotes: true))\""
            }
            text += "{" + pairs.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
