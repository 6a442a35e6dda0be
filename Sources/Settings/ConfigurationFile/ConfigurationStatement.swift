// SPDX-License-Identifier: Apache-2.0

import Notation

/// A line of the configuration file, or an option that stands for one, with the word that it begins with.
struct ConfigurationStatement {
    let key: ConfigurationKey
    let word: Token
    let line: TokenLine
    let source: SourceText

    /// A walk that begins behind the first word.
    var cursor: TokenCursor {
        var cursor = TokenCursor(line)
        _ = cursor.take()
        return cursor
    }

    /// Where the first word stands.
    var place: SourcePlace { source.place(word.range) }
}

/// A heading and the lines below it.
struct ConfigurationBlock {
    let section: ConfigurationSection
    /// `nil` where only options say something that belongs below such a heading, or where its line can't be understood.
    var heading: ConfigurationStatement?
    var statements: [ConfigurationStatement] = []

    /// What the heading names, such as the meter.
    var name: String? {
        guard let line = heading?.line, line.tokens.count > 1 else { return nil }
        return line.tokens[1].text
    }

    func statement(_ name: String) -> ConfigurationStatement? { statements.first { $0.key.name == name } }
}
