// SPDX-License-Identifier: Apache-2.0

import Notation

/// How other notations write it: YAML, TOML, INI files, JSON.
struct ForeignHabit {
    let fault: LineFault
    /// The word that was meant and the line with it, where that is certain: it is read on, so that its other faults are told too.
    let meant: (word: Token, line: TokenLine)?
    /// The section that was meant, where nothing is known of the heading but that.
    let section: ConfigurationSection?

    /// `nil` for a line that begins as lines of this notation do.
    init?(_ line: TokenLine) {
        guard let first = line.tokens.first else { return nil }
        if let habit = Self.joined(first, line) ?? Self.header(first) ?? Self.json(first) ?? Self.list(line) {
            self = habit
            return
        }
        // A sum has an equal sign, further behind.
        guard line.tokens.count > 1, line.tokens[1].isWord("=") || line.tokens[1].isWord(":") else { return nil }
        guard !first.isWord("sum") else { return nil }
        let sign = line.tokens[1]
        var tokens = line.tokens
        tokens.remove(at: 1)
        let fault = LineFault(
            "'\(sign.text)' is not expected here",
            at: sign.range,
            hint: "write '\(first.text)', a blank and what it is"
        )
        self.init(
            fault: fault,
            meant: (first, TokenLine(number: line.number, tokens: tokens, end: line.end)),
            section: nil
        )
    }

    private init(fault: LineFault, meant: (word: Token, line: TokenLine)?, section: ConfigurationSection?) {
        self.fault = fault
        self.meant = meant
        self.section = section
    }

    /// `stale-after: 30s`, `stale-after=30s`, `meter:`
    private static func joined(_ first: Token, _ line: TokenLine) -> ForeignHabit? {
        guard first.kind == .word, let sign = first.text.firstIndex(where: { $0 == ":" || $0 == "=" }) else {
            return nil
        }
        let name = String(first.text[..<sign])
        let value = String(first.text[first.text.index(after: sign)...])
        guard isKnown(name) else {
            guard value.isEmpty, !name.isEmpty else { return nil }
            return ForeignHabit(
                fault: LineFault(
                    "\(first.quoted) is not expected here",
                    at: first.range,
                    hint: hint(for: name, in: words.values.sorted())
                        ?? "a meter begins with 'meter \(name)', and colons stand behind no word"
                ),
                meant: nil,
                section: nil
            )
        }
        let word = first.part(0, name)
        var tokens = [word] + line.tokens.dropFirst()
        if !value.isEmpty { tokens.insert(first.part(name.count + 1, value), at: 1) }
        return ForeignHabit(
            fault: LineFault(
                "\(first.quoted) is not expected here",
                at: first.range,
                hint: "write '\(name)', a blank and what it is"
            ),
            // Without a name behind it a heading has a second fault that is the same one.
            meant: tokens.count > 1 ? (word, TokenLine(number: line.number, tokens: tokens, end: line.end)) : nil,
            section: ConfigurationKey.named(name, in: .file)?.opens
        )
    }

    /// `[meter]`, `[[listen]]`, `[meter.house]`
    private static func header(_ first: Token) -> ForeignHabit? {
        guard first.kind == .word, first.text.hasPrefix("[") else { return nil }
        let words = first.text.filter { $0 != "[" && $0 != "]" }.split(separator: ".")
        let section = words.first.flatMap { ConfigurationKey.named(String($0), in: .file)?.opens }
        let hint =
            section.map { section in
                words.count > 1 ? "write '\(section.rawValue) \(words[1])'" : "write '\(section.heading)'"
            } ?? "a section begins with its word: meter house"
        return ForeignHabit(
            fault: LineFault("a section has no brackets", at: first.range, hint: hint),
            meant: nil,
            section: section
        )
    }

    private static func json(_ first: Token) -> ForeignHabit? {
        guard first.kind == .string || ["{", "}", "},", "]", "],"].contains(first.text) else { return nil }
        let fault = LineFault(
            "a line begins with a word",
            at: first.range,
            hint: first.kind == .string ? "words stand without quotes" : "this file has no brackets"
        )
        return ForeignHabit(fault: fault, meant: nil, section: nil)
    }

    /// `- consumer: 1`
    private static func list(_ line: TokenLine) -> ForeignHabit? {
        guard let first = line.tokens.first, first.isWord("-") || first.isWord("*") else { return nil }
        let fault = LineFault(
            "'\(first.text)' is not expected here",
            at: first.range,
            hint: "there are no lists: each of several stands in a line of its own, beginning with its word"
        )
        return ForeignHabit(fault: fault, meant: nil, section: nil)
    }

    private static func isKnown(_ name: String) -> Bool {
        ConfigurationSection.allCases.contains { $0 != .consumer && ConfigurationKey.named(name, in: $0) != nil }
    }

    /// What other programs call the things that are configured here, and options that stand behind an address.
    private static let words: [String: String] = [
        "source": "input", "port": "input", "device": "input", "serial": "input", "path": "input", "address": "input",
        "timeout": "stale-after", "max-age": "stale-after", "maxage": "stale-after", "stale_after": "stale-after",
        "checksum": "crc", "meters": "meter", "name": "meter",
        "modbus": "listen", "server": "listen", "bind": "listen", "listener": "listen", "tcp": "listen",
        "slave": "consumer", "unit": "consumer", "client": "consumer", "map": "consumer", "profile": "consumer",
        "as": "consumer", "consumers": "consumer",
        "whitelist": "allow", "allowed": "allow", "allow-list": "allow", "networks": "allow",
        "broker": "mqtt", "web": "page", "http": "page", "dashboard": "page", "username": "user", "topic": "prefix",
        "limit": "limits", "max-connections": "connections", "max-connections-per-address": "connections-per-address",
        "total": "sum", "state-folder": "state", "folder": "state",
    ]
    private static let inputOptions: Set = [
        "settings", "request", "interval", "pulse", "silence", "every", "seed", "speed", "baud", "parity", "rs485",
        "rts",
    ]

    /// What to write instead of a word; `nil` where nothing is known.
    ///
    /// - Parameter known: the words that may stand in its place.
    static func hint(for word: String, in known: [String]) -> String? {
        let word = word.lowercased()
        if word == "key" || word == "encryption-key" {
            return "keys don't stand in this file, which many may read: key-file PATH or key-environment NAME"
        }
        if word.hasSuffix("password") {
            return "passwords don't stand in this file, which many may read: password-file PATH"
        }
        if inputOptions.contains(word) {
            return "options stand behind the address, in its line: input serial:/dev/ttyUSB0 settings=9600-7E1"
        }
        if word == "include" || word == "import" { return "a configuration is one file" }
        if let remark = remarkHint(for: word) { return remark }
        return words[word].flatMap { known.contains($0) ? "write '\($0)'" : nil }
    }

    /// For the signs that begin a remark elsewhere.
    static func remarkHint(for word: String) -> String? {
        word.hasPrefix(";") || word.hasPrefix("//") ? "a remark stands behind '#'" : nil
    }
}
