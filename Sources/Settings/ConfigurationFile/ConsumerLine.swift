// SPDX-License-Identifier: Apache-2.0

import Metering
import Modbus
import Notation
import Registers
import Telegrams

/// What a line 'consumer' says: `consumer 2 eastron-sdm630 of house class battery offset 50 W on l1`.
struct ConsumerLine {
    let source: SourceText
    private(set) var unit: UInt8?
    private(set) var unitPlace: SourceRange?
    private(set) var map: Token?
    private(set) var meter: Token?
    private(set) var name: String?
    private(set) var order: WordOrder?
    private(set) var deviceClass: DeviceClass?
    private(set) var adjustment = Adjustment()
    private(set) var pacing: Pacing?
    private(set) var failSafe = OwnFailSafe()
    private(set) var constants: [(name: Token, value: Token)] = []
    /// Options that stand once, and where they do.
    private var said: [String: Token] = [:]

    private static let example = "consumer 1 carlo-gavazzi-em24"
    /// A few decades around the ratios of current transformers, 5:5 to 10000:1.
    private static let scales = 0.001...10_000
    /// More watts than any meter of this kind measures.
    private static let offsets = -10_000_000.0...10_000_000

    init(_ source: SourceText) { self.source = source }

    var mapPlace: SourceRange? { map?.range }

    mutating func read(_ cursor: inout TokenCursor) throws(LineFault) {
        if let token = cursor.next, let number = Int(token.text) {
            _ = cursor.take()
            unitPlace = token.range
            unit = UInt8(exactly: number).flatMap { RegisterMapParser.unitIdentifiers.contains($0) ? $0 : nil }
            if unit == nil {
                cursor.report(
                    LineFault("a unit identifier is a number from 1 to 254", at: token.range, hint: Self.example)
                )
            }
        }
        let token = try cursor.value("a register map", example: Self.example)
        guard ConfigurationKey.named(token.text, in: .consumer) == nil else {
            throw LineFault("a register map is expected here", at: token.range, hint: Self.example)
        }
        map = token
        while let word = cursor.take() {
            do throws(LineFault) {
                try option(word, &cursor)
            } catch {
                cursor.report(error)
                // The other options are read all the same.
                cursor.skip(to: ConfigurationKey.names(in: .consumer))
            }
        }
    }

    private mutating func option(_ word: Token, _ cursor: inout TokenCursor) throws(LineFault) {
        guard word.kind == .word, let key = ConfigurationKey.named(word.text, in: .consumer) else {
            throw unknown(word)
        }
        // Two words for one thing: the word order, and when answers come.
        let group = ["low-first": "high-first", "once": "paced"][key.name] ?? key.name
        if !key.isRepeated, let before = said[group] {
            cursor.report(
                LineFault(
                    before.text == key.name
                        ? "'\(key.name)' is said twice" : "'\(key.name)' is said beside '\(before.text)'",
                    at: word.range,
                    hint: "leave one of the two out",
                    note: ("the first one stands here", before.range)
                )
            )
        }
        said[group] = word
        switch key.name {
        case "of": meter = try cursor.value("a meter", example: "of house")
        case "name": name = try cursor.value("a name", example: "name \"Victron\"").text
        case "class": deviceClass = try cursor.choice("a class", of: DeviceClass.self)
        case "high-first": order = .highFirst
        case "low-first": order = .lowFirst
        case "offset": try offset(&cursor)
        case "scale": try scale(&cursor)
        case "phases": try phases(&cursor)
        case "paced": pacing = .paced(atMost: try cursor.duration(in: Pacing.waits, example: "paced 800ms"))
        case "once": pacing = .once(atMost: try cursor.duration(in: Pacing.waits, example: "once 800ms"))
        case "stale": failSafe.stale = try policy(&cursor)
        case "waiting": failSafe.waiting = try policy(&cursor)
        case "lost": failSafe.lost = try policy(&cursor)
        case "recovering": failSafe.recovering = try policy(&cursor)
        default: constants.append(try cursor.assignment(example: "set model-code=1650"))
        }
    }

    private func unknown(_ word: Token) -> LineFault {
        let known = ConfigurationKey.names(in: .consumer)
        let hint: String
        if word.isPunctuation(",") {
            hint = "blanks part the words of a line, not commas"
        } else if DeviceClass(rawValue: word.text) != nil {
            hint = "a class stands behind its word: class \(word.text)"
        } else if Int(word.text) != nil && said.isEmpty || ["unit", "id", "slave"].contains(word.text) {
            hint = "the unit stands in front of the map: \(Self.example)"
        } else if word.text.contains("endian") {
            hint = "the order of words is high-first or low-first"
        } else if FailSafePolicy.names.contains(word.text) {
            hint = "a policy stands behind the state it is for: stale \(word.text)"
        } else if word.text.contains("=") {
            let name = word.text.prefix { $0 != "=" }
            let isOption = known.contains(String(name))
            hint =
                isOption ? "a blank stands between '\(name)' and what it is" : "constants of the map: set \(word.text)"
        } else {
            hint =
                Lookalike.hint(for: word.text) ?? ForeignHabit.remarkHint(for: word.text)
                ?? Spelling.suggestion(for: word.text, in: known)
                ?? "the options are \(known.joined(separator: ", "))"
        }
        return LineFault("\(word.quoted) is no option of a consumer", at: word.range, hint: hint)
    }

    /// `50 W`, `0.2 kW on l1`
    private mutating func offset(_ cursor: inout TokenCursor) throws(LineFault) {
        let example = "offset 50 W"
        let number = try cursor.value("a power", example: example)
        // `50W` is what a person means, and the same notation that times have.
        let digits = number.text.prefix { $0.isASCII && !$0.isLetter }
        guard let value = Decimal(digits) else {
            throw LineFault("\(number.quoted) is no power", at: number.range, hint: example)
        }
        let unitToken: Token
        if digits.endIndex < number.text.endIndex {
            unitToken = number.part(digits.count, String(number.text[digits.endIndex...]))
        } else {
            guard let next = cursor.next, ConfigurationKey.named(next.text, in: .consumer) == nil, !next.isWord("on")
            else {
                throw LineFault("a power has a unit", at: cursor.place, hint: "offset \(digits) W")
            }
            _ = cursor.take()
            unitToken = next
        }
        guard let ratio = Unit(unitToken.text)?.conversion(to: .watt), let watts = value.converted(by: ratio) else {
            throw LineFault("\(unitToken.quoted) is no unit of power", at: unitToken.range, hint: "offset \(digits) W")
        }
        guard Self.offsets.contains(watts.double) else {
            throw LineFault("an offset is from -10000 to 10000 kW", at: number.range, hint: example)
        }
        adjustment.offset = watts
        guard cursor.take(word: "on") != nil else { return }
        adjustment.offsetPlace = .phase(try phase(&cursor, example: "offset \(digits) W on l1"))
    }

    private func phase(_ cursor: inout TokenCursor, example: String) throws(LineFault) -> Phase {
        let token = try cursor.value("a phase", example: example)
        guard let phase = Phase.named(token.text) else {
            throw LineFault("\(token.quoted) is no phase: they are l1, l2 and l3", at: token.range, hint: example)
        }
        return phase
    }

    private mutating func scale(_ cursor: inout TokenCursor) throws(LineFault) {
        let token = try cursor.value("a number", example: "scale 40")
        guard let scale = Decimal(token.text), Self.scales.contains(scale.double) else {
            throw LineFault("a scale is a number from 0.001 to 10000", at: token.range, hint: "scale 40")
        }
        adjustment.scale = scale
    }

    private mutating func phases(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        var phases: [Phase] = []
        while phases.count < 3 { phases.append(try phase(&cursor, example: "phases l2 l3 l1")) }
        guard Set(phases).count == 3 else {
            throw LineFault("each of l1, l2 and l3 stands here once", at: place, hint: "phases l2 l3 l1")
        }
        adjustment.phases = phases
    }

    private func policy(_ cursor: inout TokenCursor) throws(LineFault) -> FailSafePolicy {
        do throws(FailSafePolicyFault) {
            var rest = cursor.rest
            let policy = try FailSafePolicy(notation: &rest, end: cursor.line.end)
            cursor.rest = rest
            return policy
        } catch {
            throw LineFault(error.message, at: error.range, hint: error.hint)
        }
    }
}

extension Phase {
    /// As it is written.
    var word: String {
        switch self {
        case .l1: "l1"
        case .l2: "l2"
        case .l3: "l3"
        }
    }

    static func named(_ word: String) -> Phase? { allCases.first { $0.word == word.lowercased() } }
}
