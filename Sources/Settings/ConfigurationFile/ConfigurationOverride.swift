// SPDX-License-Identifier: Apache-2.0

import Notation

/// One value in place of what the file says: `--set house.stale-after=10s`, or `METERBRIDGE_HOUSE_STALE_AFTER=10s` in the
/// environment. It goes through the same checks, and faults show it as it was written.
struct ConfigurationOverride {
    /// What begins the names of all variables that are looked at.
    static let prefix = "METERBRIDGE_"
    /// Variables of that kind that say something else.
    private static let otherVariables: Set = ["METERBRIDGE_KEY", "METERBRIDGE_AUTHENTICATION_KEY"]

    private let path: Token
    private let source: SourceText
    /// The column where the value begins.
    private let column: Int

    /// What can be set: `house.stale-after`, `limits.connections`, `listen`, `mqtt.host` …
    static func paths(in outline: ConfigurationOutline) -> [String] {
        let keys = { (section: ConfigurationSection, name: String) in
            ConfigurationKey.names(in: section).map { "\(name).\($0)" }
        }
        let meters = outline.blocks(.meter).compactMap(\.name).flatMap { keys(.meter, $0) }
        let own = ["listen", "listen.allow", "page", "mqtt", "mqtt.host", "state", "maps"]
        return meters + own + keys(.limits, "limits") + keys(.mqtt, "mqtt")
    }

    /// Puts the variables of the environment and then the options in the place of what the file says.
    static func apply(
        environment: [String: String],
        sets: [String],
        to outline: inout ConfigurationOutline,
        _ diagnostics: inout Diagnostics
    ) {
        let paths = paths(in: outline)
        let variables = Dictionary(paths.map { (variable($0), $0) }, uniquingKeysWith: { first, _ in first })
        let named = Set(outline.blocks(.meter).flatMap(\.statements).compactMap { $0.cursor.next?.text })
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix(prefix) {
            guard !otherVariables.contains(name), !named.contains(name) else { continue }
            let source = SourceText(name: "(environment)", text: "\(name)=\(value)")
            guard let path = variables[name] else {
                diagnostics.warning(
                    "the variable \(name) sets nothing",
                    at: source.place(SourceRange(line: 1, column: 1, length: name.count)),
                    hint: Spelling.suggestion(for: name, in: variables.keys.sorted())
                )
                continue
            }
            let token = Token(
                kind: .word,
                text: path,
                range: SourceRange(line: 1, column: 1, length: name.count)
            )
            Self(path: token, source: source, column: name.count + 2).apply(to: &outline, &diagnostics)
        }
        for text in sets {
            let source = SourceText(name: "--set", text: text)
            let path = text.prefix { $0 != "=" && !$0.isWhitespace }
            let range = SourceRange(line: 1, column: 1, length: max(1, path.count))
            guard path.endIndex < text.endIndex, text[path.endIndex] == "=" else {
                diagnostics.error(
                    "a path, '=' and a value are expected",
                    at: source.place(range),
                    hint: "--set house.stale-after=10s"
                )
                continue
            }
            guard paths.contains(String(path)) else {
                diagnostics.error(
                    "there is nothing called '\(path.prefix(100))' to set",
                    at: source.place(range),
                    hint: Spelling.suggestion(for: String(path), in: paths)
                        ?? "for example \(paths.prefix(3).joined(separator: ", ")), limits.connections, page"
                )
                continue
            }
            let token = Token(kind: .word, text: String(path), range: range)
            Self(path: token, source: source, column: path.count + 2).apply(to: &outline, &diagnostics)
        }
    }

    /// The variable for a path: `METERBRIDGE_HOUSE_STALE_AFTER`.
    static func variable(_ path: String) -> String {
        prefix + path.uppercased().map { $0 == "." || $0 == "-" ? "_" : String($0) }.joined()
    }

    private func apply(to outline: inout ConfigurationOutline, _ diagnostics: inout Diagnostics) {
        let value = Lexer.line(1, of: source, from: column, &diagnostics)
        guard !value.isDamaged else { return }
        let end = value.tokens.isEmpty ? SourceRange(line: 1, column: column, length: 1) : value.end
        let line = { (name: Token?) in
            TokenLine(number: 1, tokens: [name ?? path] + value.tokens, end: end)
        }
        let statement = { (section: ConfigurationSection, name: String) in
            ConfigurationKey.named(name, in: section).map {
                ConfigurationStatement(key: $0, word: path, line: line(nil), source: source)
            }
        }
        let halves = path.text.split(separator: ".", maxSplits: 1).map(String.init)
        let (first, second) = (halves.first ?? "", halves.count == 2 ? halves[1] : nil)
        switch (first, second) {
        case ("listen", nil):
            let places = outline.blocks.indices.filter { outline.blocks[$0].section == .listen }
            guard places.count == 1, let index = places.first, let heading = statement(.file, "listen") else {
                return refuse("the file has \(places.count) lines 'listen', and this can't say which", &diagnostics)
            }
            outline.replaceHeading(ofBlock: index, with: heading)
        case ("listen", let name?):
            for index in outline.blocks.indices where outline.blocks[index].section == .listen {
                if let statement = statement(.listen, name) { outline.replace(inBlock: index, with: statement) }
            }
        case ("mqtt", nil), ("mqtt", "host"):
            guard let heading = statement(.file, "mqtt") else { return }
            let index = outline.onlyBlock(.mqtt)
            outline.replaceHeading(ofBlock: index, with: heading)
        case ("mqtt", let name?), ("limits", let name?):
            guard let section = ConfigurationSection(rawValue: first) else { return }
            let index = outline.onlyBlock(section)
            if let statement = statement(section, name) { outline.replace(inBlock: index, with: statement) }
        case (_, nil):
            if let statement = statement(.file, first) { outline.replaceSingle(with: statement) }
        case (_, let name?):
            for index in outline.blocks.indices where outline.blocks[index].section == .meter {
                guard outline.blocks[index].name == first, let statement = statement(.meter, name) else { continue }
                outline.replace(inBlock: index, with: statement)
            }
        }
    }

    private func refuse(_ message: String, _ diagnostics: inout Diagnostics) {
        diagnostics.error(message, at: source.place(path.range))
    }
}
