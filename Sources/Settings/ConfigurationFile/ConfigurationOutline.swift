// SPDX-License-Identifier: Apache-2.0

import Notation

/// The lines of a configuration file, each where it belongs; what they say is not looked at yet.
struct ConfigurationOutline {
    /// What stands by itself.
    private(set) var singles: [ConfigurationStatement] = []
    private(set) var blocks: [ConfigurationBlock] = []
    /// The block that lines belong to now; `nil` above the first heading, and behind one that can't be understood.
    private var current: ConfigurationBlock?
    private let source: SourceText

    /// - Parameter diagnostics: takes the faults of lines that belong nowhere.
    init(_ source: SourceText, _ diagnostics: inout Diagnostics) {
        self.source = source
        for line in Lexer.lines(of: source, &diagnostics) {
            guard !line.isDamaged else {
                // What follows a damaged heading belongs below it all the same.
                if let section = line.tokens.first.flatMap({ key($0) })?.opens {
                    begin(ConfigurationBlock(section: section))
                }
                continue
            }
            do throws(LineFault) {
                try take(line, &diagnostics)
            } catch {
                diagnostics.error(error, in: source)
            }
        }
        close()
    }

    func blocks(_ section: ConfigurationSection) -> [ConfigurationBlock] { blocks.filter { $0.section == section } }

    func singles(_ name: String) -> [ConfigurationStatement] { singles.filter { $0.key.name == name } }

    private mutating func close() {
        if let current { blocks.append(current) }
        current = nil
    }

    private mutating func take(_ line: TokenLine, _ diagnostics: inout Diagnostics) throws(LineFault) {
        guard let first = line.tokens.first else { return }
        if line.label != nil {
            diagnostics.error("a remark stands behind '#', not behind '--'", at: line.end)
        }
        var word = first
        var rest = line
        if let habit = ForeignHabit(line) {
            diagnostics.error(habit.fault, in: source)
            guard let meant = habit.meant else {
                if let section = habit.section { begin(ConfigurationBlock(section: section)) }
                return
            }
            (word, rest) = meant
        }
        if let key = key(word) {
            let statement = ConfigurationStatement(key: key, word: word, line: rest, source: source)
            if !key.isRepeated, let before = previous(key) {
                if let section = key.opens { begin(ConfigurationBlock(section: section)) }
                throw LineFault(
                    "'\(key.name)' is said twice",
                    at: word.range,
                    hint: "leave one of the two out",
                    note: ("the first one stands here", before.word.range)
                )
            }
            add(statement)
        } else {
            diagnostics.error(unknown(word), in: source)
            // What was meant is read, for its other faults, and nothing is said to be missing because of a letter.
            guard let meant = nearest(word), meant.isRepeated || previous(meant) == nil else { return }
            add(ConfigurationStatement(key: meant, word: word, line: rest, source: source))
        }
    }

    private mutating func add(_ statement: ConfigurationStatement) {
        if let section = statement.key.opens {
            begin(ConfigurationBlock(section: section, heading: statement))
        } else if statement.key.section == .file {
            singles.append(statement)
        } else {
            current?.statements.append(statement)
        }
    }

    private mutating func begin(_ block: ConfigurationBlock) {
        close()
        current = block
    }

    private func key(_ word: Token) -> ConfigurationKey? {
        guard word.kind == .word else { return nil }
        if let current, let key = ConfigurationKey.named(word.text, in: current.section) { return key }
        return ConfigurationKey.named(word.text, in: .file)
    }

    private func previous(_ key: ConfigurationKey) -> ConfigurationStatement? {
        if key.section != .file { return current?.statement(key.name) }
        guard let section = key.opens else { return singles.first { $0.key.name == key.name } }
        return (blocks + [current].compactMap(\.self)).first { $0.section == section }?.heading
    }

    /// The words that may begin a line here.
    private var known: [String] {
        (current.map { ConfigurationKey.names(in: $0.section) } ?? []) + ConfigurationKey.names(in: .file)
    }

    /// What a misspelled word was probably meant to be.
    private func nearest(_ word: Token) -> ConfigurationKey? {
        guard home(of: word).isEmpty, ForeignHabit.hint(for: word.text, in: known) == nil else { return nil }
        return Spelling.nearest(to: word.text, in: known).flatMap { name in
            current.flatMap { ConfigurationKey.named(name, in: $0.section) } ?? ConfigurationKey.named(name, in: .file)
        }
    }

    /// The sections that a word belongs to.
    private func home(of word: Token) -> [ConfigurationSection] {
        ConfigurationSection.headed.filter { ConfigurationKey.named(word.text, in: $0) != nil }
    }

    /// A word that nothing begins with, here or anywhere.
    private func unknown(_ word: Token) -> LineFault {
        let homes = home(of: word)
        if !homes.isEmpty {
            let names = homes.map { "'\($0.rawValue)'" }.joined(separator: " or ")
            let heading = homes.map { "'\($0.heading)'" }.joined(separator: " or ")
            let hint =
                current == nil
                ? "a line \(heading) is missing above it" : "put it below the line \(heading) that it is meant for"
            return LineFault("'\(word.text)' belongs below \(names)", at: word.range, hint: hint)
        }
        if ConfigurationKey.named(word.text, in: .consumer) != nil {
            return LineFault(
                "'\(word.text)' belongs into a line 'consumer'",
                at: word.range,
                hint: "consumer 1 MAP of METER \(word.text) …"
            )
        }
        let place = current.map { "below '\($0.section.rawValue)'" } ?? "here"
        return LineFault(
            "\(word.quoted) is no word that is known \(place)",
            at: word.range,
            hint: Lookalike.hint(for: word.text) ?? ForeignHabit.hint(for: word.text, in: known)
                ?? Spelling.suggestion(for: word.text, in: known) ?? "\(place) stand \(known.joined(separator: ", "))"
        )
    }
}

/// Options in place of lines.
extension ConfigurationOutline {
    /// Puts a statement in the place of those of its kind.
    mutating func replaceSingle(with statement: ConfigurationStatement) {
        singles.removeAll { $0.key.name == statement.key.name }
        singles.append(statement)
    }

    /// Puts a heading in the place of another one.
    mutating func replaceHeading(ofBlock index: Int, with heading: ConfigurationStatement) {
        blocks[index].heading = heading
    }

    /// Puts a statement in the place of those of its kind below a heading.
    mutating func replace(inBlock index: Int, with statement: ConfigurationStatement) {
        blocks[index].statements.removeAll { $0.key.name == statement.key.name }
        blocks[index].statements.append(statement)
    }

    /// Where the block of a section stands that occurs once; it is made where it is missing.
    mutating func onlyBlock(_ section: ConfigurationSection) -> Int {
        if let index = blocks.firstIndex(where: { $0.section == section }) { return index }
        blocks.append(ConfigurationBlock(section: section))
        return blocks.count - 1
    }
}
