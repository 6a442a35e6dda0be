// SPDX-License-Identifier: Apache-2.0

/// A form in which a register map can be had: documentation, or the configuration of a program that reads Modbus.
package struct MapFormat: Sendable {
    /// What `--format` names.
    package let name: String
    /// What it is good for, in a few words.
    package let summary: String
    /// The whole file.
    package let text: @Sendable (MapExport) -> String

    init(_ name: String, _ summary: String, text: @escaping @Sendable (MapExport) -> String) {
        self.name = name
        self.summary = summary
        self.text = text
    }

    /// Every format there is: one file of this folder each.
    package static let all: [MapFormat] = [
        markdown,
        html,
        csv,
        json,
        modpoll,
        mbpoll,
        telegraf,
        homeAssistant,
        ignition,
        nodeRed,
    ]

    package init?(named name: String) {
        guard let format = MapFormat.all.first(where: { $0.name == name }) else { return nil }
        self = format
    }
}
