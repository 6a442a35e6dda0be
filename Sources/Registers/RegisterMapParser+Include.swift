// SPDX-License-Identifier: Apache-2.0

import Notation

/// A map that has been included, by its name.
struct Inclusion {
    let place: SourcePlace
    let given: [String: MapConstant]
}

/// `include MAP NAME = VALUE …`: the tables of another map.
extension RegisterMapParser {
    /// How many maps may include each other in a row; the reader's stack has an end.
    static let deepestInclude = 16

    mutating func include(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        guard let token = cursor.take(), token.kind == .word else {
            let hint = "include sunspec-203"
            cursor.skip(to: [])
            throw LineFault("the name of a map is expected here", at: place, hint: hint)
        }
        let given = try values(&cursor)
        guard !chain.contains(token.text) else {
            throw LineFault("\(token.quoted) would include itself", at: token.range)
        }
        guard chain.count < RegisterMapParser.deepestInclude else {
            throw LineFault(
                "maps include each other more than \(RegisterMapParser.deepestInclude) deep",
                at: token.range
            )
        }
        guard let text = lookup(token.text) else {
            cursor.skip(to: [])
            throw LineFault(
                "there is no map \(token.quoted)",
                at: token.range,
                hint: token.text.hasSuffix(".map")
                    ? "a map is named without folder and without .map" : "`meterbridge maps list` lists them"
            )
        }
        if let before = included[token.text] {
            // Two maps that include a third one share it; what is there already is not there twice.
            guard before.place.source.name == source.name || before.given != given.mapValues(\.value) else { return }
            diagnostics.error(
                "'\(token.text)' is included already\(before.given == given.mapValues(\.value) ? "" : ", with other values")",
                at: source.place(token.range),
                notes: [Diagnostic.Note("it is included here", at: before.place)]
            )
            return
        }
        included[token.text] = Inclusion(place: source.place(token.range), given: given.mapValues(\.value))
        take(in: text, token, given, &cursor)
    }

    private mutating func take(
        in text: SourceText,
        _ name: Token,
        _ given: [String: (value: MapConstant, place: SourceRange)],
        _ cursor: inout TokenCursor
    ) {
        var parser = RegisterMapParser(
            text,
            chain: chain + [name.text],
            overrides: overrides,
            given: given.mapValues(\.value),
            diagnostics: diagnostics,
            lookup: lookup
        )
        parser.included = included
        parser.read()
        diagnostics = parser.diagnostics
        included = parser.included
        map.registers += parser.map.registers
        map.gaps += parser.map.gaps
        gapPlaces += parser.map.gaps.map { _ in nil }
        placements += parser.placements
        for (constant, (value, place)) in given.sorted(by: { $0.key < $1.key }) {
            guard let own = parser.map.constants[constant], parser.takenConstants.contains(constant) else {
                cursor.report(
                    LineFault(
                        "the map '\(name.text)' has no constant '\(constant)'",
                        at: place,
                        hint: Spelling.suggestion(for: constant, in: parser.map.constants.keys.sorted())
                    )
                )
                continue
            }
            if !value.isSameKind(as: own) {
                cursor.report(LineFault("'\(constant)' of '\(name.text)' is \(own.kind)", at: place))
            }
        }
        map.constants.merge(parser.map.constants) { own, _ in own }
    }

    /// `NAME = VALUE …`, each value a number, a text, or a constant of this map.
    private mutating func values(
        _ cursor: inout TokenCursor
    ) throws(LineFault) -> [String: (value: MapConstant, place: SourceRange)] {
        var values: [String: (value: MapConstant, place: SourceRange)] = [:]
        while let name = cursor.next, name.kind == .word, cursor.afterNext?.isWord("=") ?? false {
            _ = cursor.take()
            _ = cursor.take()
            let place = cursor.place
            guard let token = cursor.take() else { throw LineFault("a value is missing here", at: place) }
            if values[name.text] != nil {
                cursor.report(LineFault("'\(name.text)' is set twice", at: name.range))
            }
            if let value = RegisterMapParser.value(token) {
                values[name.text] = (value, name.range)
            } else if let constant = map.constants[token.text] {
                _ = names.use(token.text)
                values[name.text] = (constant, name.range)
            } else {
                cursor.report(
                    LineFault(
                        "there is no constant \(token.quoted)",
                        at: token.range,
                        hint: Spelling.suggestion(for: token.text, in: map.constants.keys.sorted())
                            ?? "a number, a \"text\" or a constant of this map is expected here"
                    )
                )
            }
        }
        return values
    }
}
