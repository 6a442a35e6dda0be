// SPDX-License-Identifier: Apache-2.0

/// Characters that come with a text that was copied out of a manual and look like those of a keyboard.
package enum Lookalike {
    private static let plain: [Character: String] = [
        "\u{2212}": "-", "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-", "\u{2013}": "-", "\u{2014}": "-",
        "\u{00D7}": "*", "\u{00B7}": "*", "\u{22C5}": "*", "\u{00F7}": "/", "\u{2044}": "/", "\u{2215}": "/",
        "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{00AB}": "\"", "\u{00BB}": "\"",
        "\u{2018}": "'", "\u{2019}": "'", "\u{00B2}": "2", "\u{00B3}": "3", "\u{2264}": "<=", "\u{2265}": ">=",
        "\u{2260}": "!=", "\u{2192}": "--", "\u{2026}": "..", "\u{200B}": "", "\u{FEFF}": "", "\u{00AD}": "",
        "\u{FF0C}": ",", "\u{FF08}": "(", "\u{FF09}": ")", "\u{0394}": "d",
    ]

    /// The word with the characters of a keyboard; `nil` where it has no others.
    package static func plain(_ word: String) -> String? {
        guard word.contains(where: { plain[$0] != nil }) else { return nil }
        return word.map { plain[$0] ?? String($0) }.joined()
    }

    /// What to write instead; `nil` where nothing only looks like something else.
    package static func hint(for word: String) -> String? {
        guard let plain = plain(word) else { return nil }
        if plain.contains("\"") { return "a text stands between straight quotes: \"…\"" }
        if plain.isEmpty { return "this is an invisible character; delete it" }
        return "write '\(plain)' with the characters of the keyboard; these only look like them"
    }
}
