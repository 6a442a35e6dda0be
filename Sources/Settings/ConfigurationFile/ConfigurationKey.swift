// SPDX-License-Identifier: Apache-2.0

/// A word that the configuration file knows: where it stands, what follows it, and what it means. The reference in the
/// documentation is made of these.
package struct ConfigurationKey: Sendable {
    package let section: ConfigurationSection
    package let name: String
    /// What follows it: words in capitals stand for what is to be put there.
    package let form: String
    /// A sentence without its full stop, beginning in lower case.
    package let meaning: String
    /// What holds where it isn't said.
    package let standard: String
    /// What might follow it.
    package let example: String
    /// Whether it may be said several times in its section.
    package let isRepeated: Bool

    init(
        _ section: ConfigurationSection,
        _ name: String,
        _ form: String,
        _ meaning: String,
        standard: String,
        example: String,
        isRepeated: Bool = false
    ) {
        self.section = section
        self.name = name
        self.form = form
        self.meaning = meaning
        self.standard = standard
        self.example = example
        self.isRepeated = isRepeated
    }

    /// The section that it is the heading of.
    var opens: ConfigurationSection? {
        section == .file ? ConfigurationSection.headed.first { $0.rawValue == name } : nil
    }

    package static let all = file + meter + listen + consumer + limits + mqtt

    static func named(_ name: String, in section: ConfigurationSection) -> ConfigurationKey? {
        bySection[section]?[name]
    }

    static func names(in section: ConfigurationSection) -> [String] {
        all.filter { $0.section == section }.map(\.name)
    }

    private static let bySection = Dictionary(grouping: all, by: \.section).mapValues { keys in
        Dictionary(keys.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
