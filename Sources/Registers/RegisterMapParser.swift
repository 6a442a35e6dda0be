// SPDX-License-Identifier: Apache-2.0

import Metering
package import Notation
package import Telegrams

/// Reads the text of a map. Every fault is collected; a map with any is not served.
package struct RegisterMapParser {
    /// Finds the text of a map that another one includes.
    package typealias Lookup = (String) -> SourceText?

    static let statements = [
        "title", "unit", "identity", "words", "missing", "stale", "set", "table", "gaps", "section", "include",
    ]

    private var map: RegisterMap
    private let lookup: Lookup
    /// Maps that are being read, this one last: none may include itself.
    private let chain: [String]
    private let overrides: [String: Decimal]
    private var diagnostics = Diagnostics()

    // What the lines above say about the register lines below them.
    private var order = WordOrder.highFirst
    private var missing = MissingValue.notImplemented
    private var missingOfSection: MissingValue?
    private var tables: TableSelection?
    private var section: String?
    /// The address right behind the register above.
    private var nextAddress: Int?

    /// Reads a map.
    ///
    /// - Parameters:
    ///   - name: what the map is called, without an ending.
    ///   - lookup: the texts that `include` may name.
    ///   - overrides: values for the map's `set` lines.
    /// - Throws: `FaultyText` with every fault that was found.
    package static func parse(
        _ source: SourceText,
        name: String,
        overrides: [String: Decimal] = [:],
        lookup: @escaping Lookup = { _ in nil }
    ) throws(FaultyText) -> RegisterMap {
        var parser = RegisterMapParser(name: name, chain: [name], overrides: overrides, lookup: lookup)
        parser.read(source)
        guard parser.diagnostics.isEmpty else {
            throw FaultyText(source: source, diagnostics: parser.diagnostics.all)
        }
        return parser.map
    }

    private init(name: String, chain: [String], overrides: [String: Decimal], lookup: @escaping Lookup) {
        map = RegisterMap(name: name)
        self.chain = chain
        self.overrides = overrides
        self.lookup = lookup
    }

    private mutating func read(_ source: SourceText) {
        let lines = Lexer.lines(of: source, &diagnostics)
        for line in lines {
            var cursor = TokenCursor(line)
            do throws(LineFault) {
                try statement(&cursor)
            } catch {
                diagnostics.error(error.message, at: error.range, hint: error.hint)
            }
        }
        RegisterMapCheck(map).report(&diagnostics)
        if map.registers.isEmpty, diagnostics.isEmpty {
            let place = SourceRange(line: max(1, lines.last?.number ?? 1), column: 1, length: 1)
            diagnostics.error("this map has no registers", at: place, hint: "for example: 0x0000  f32  power in 1 W")
        }
    }

    private mutating func statement(_ cursor: inout TokenCursor) throws(LineFault) {
        guard let first = cursor.take() else { return }
        switch first.text {
        case "title": try title(&cursor)
        case "unit": try units(&cursor)
        case "identity": try identity(&cursor)
        case "words": try words(&cursor)
        case "missing":
            let value = try missingValue(&cursor)
            if section == nil { missing = value } else { missingOfSection = value }
        case "stale": try stale(&cursor)
        case "set": try constant(&cursor)
        case "table": try table(&cursor)
        case "gaps": try gaps(&cursor)
        case "section": try section(&cursor)
        case "include": try include(&cursor)
        default: try register(first, &cursor)
        }
        if let surplus = cursor.next {
            throw LineFault(
                "'\(surplus.text)' is not expected here",
                at: surplus.range,
                hint: RegisterLine.suggestion(for: surplus.text)
            )
        }
    }

    private mutating func title(_ cursor: inout TokenCursor) throws(LineFault) {
        guard cursor.next != nil else { throw LineFault("the title is missing", at: cursor.place) }
        map.title = plainText(&cursor) { _ in false }
    }

    /// Words for people as they stand: a blank only where the file has one.
    private func plainText(_ cursor: inout TokenCursor, until isEnd: (Token) -> Bool) -> String {
        var text = ""
        var end = 0
        while let token = cursor.next, !isEnd(token) {
            if !text.isEmpty, token.range.column > end { text += " " }
            text += token.text
            end = token.range.column + token.range.length
            _ = cursor.take()
        }
        return text
    }

    private mutating func units(_ cursor: inout TokenCursor) throws(LineFault) {
        var units: [UInt8] = []
        repeat {
            let place = cursor.place
            guard let unit = cursor.take().flatMap({ UInt8($0.text) }), (1...247).contains(unit) else {
                throw LineFault("a unit identifier is a number from 1 to 247", at: place)
            }
            units.append(unit)
        } while cursor.next != nil
        map.units = units
    }

    private mutating func identity(_ cursor: inout TokenCursor) throws(LineFault) {
        var texts: [String] = []
        while let token = cursor.next, token.kind == .string {
            texts.append(token.text)
            _ = cursor.take()
        }
        guard texts.count == 3 else {
            throw LineFault("three texts are expected: vendor, product and revision", at: cursor.place)
        }
        map.identity = RegisterMap.Identity(vendor: texts[0], product: texts[1], revision: texts[2])
    }

    private mutating func words(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        guard let token = cursor.take(), let order = WordOrder(rawValue: token.text) else {
            throw LineFault("the word order is high-first or low-first", at: place)
        }
        self.order = order
        map.order = order
    }

    private mutating func stale(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        switch cursor.take()?.text {
        case "silence": map.stale = .silence
        case "unavailable": map.stale = .unavailable
        case "exception":
            let place = cursor.place
            guard let code = cursor.take().flatMap({ UInt8($0.text) }), StalePolicy.exceptionCodes.contains(code) else {
                throw LineFault("an exception code is one of \(StalePolicy.exceptionCodes)", at: place)
            }
            map.stale = .exception(code)
        case "zero", "hold", "substitute":
            throw LineFault(
                "no profile may choose this for everybody who uses it",
                at: place,
                hint: "a map says silence, exception N or unavailable; the rest is a consumer's own choice"
            )
        default:
            throw LineFault("a policy is expected here", at: place, hint: "silence, exception N or unavailable")
        }
    }

    private mutating func constant(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        guard let name = cursor.take(), name.kind == .word, Quantity(name.text) == nil,
            name.text.first?.isLetter ?? false
        else {
            throw LineFault("a name of your own is expected here", at: place, hint: "set ct-rating = 50")
        }
        guard cursor.take(word: "=") != nil else {
            throw LineFault("'=' is expected here", at: cursor.place, hint: "set \(name.text) = 50")
        }
        let valuePlace = cursor.place
        guard let value = cursor.take().flatMap({ NumberNotation.decimal($0.text) }) else {
            throw LineFault("a number is expected here", at: valuePlace)
        }
        guard map.constants[name.text] == nil else {
            throw LineFault("'\(name.text)' is set twice", at: name.range)
        }
        map.constants[name.text] = overrides[name.text] ?? value
    }

    private mutating func table(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        guard let token = cursor.take(), let selection = TableSelection(rawValue: token.text) else {
            let names = TableSelection.allCases.map(\.rawValue)
            throw LineFault("the table is one of \(names.joined(separator: ", "))", at: place)
        }
        tables = selection
        nextAddress = nil
    }

    private mutating func gaps(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        let example = "gaps 0x0000..0x004F"
        guard let token = cursor.take(), let dots = token.text.firstRange(of: "..") else {
            throw LineFault("a range of addresses is expected here", at: place, hint: example)
        }
        let first = NumberNotation.integer(token.text[..<dots.lowerBound]).flatMap { UInt16(exactly: $0) }
        let last = NumberNotation.integer(token.text[dots.upperBound...]).flatMap { UInt16(exactly: $0) }
        guard let first, let last, first <= last else {
            throw LineFault("this is no range of addresses from 0 to 65535", at: token.range, hint: example)
        }
        var word: UInt16 = 0
        if let value = cursor.take() {
            guard let number = NumberNotation.integer(value.text), let fill = word16(number) else {
                throw LineFault("gaps read as a number of 16 bits", at: value.range)
            }
            word = fill
        }
        let tables = try currentTables(at: token.range)
        map.gaps.append(RegisterMap.Gap(tables: tables, addresses: first...last, word: word))
    }

    private mutating func section(_ cursor: inout TokenCursor) throws(LineFault) {
        let name = plainText(&cursor) { $0.isWord("missing") }
        guard !name.isEmpty else { throw LineFault("the section's name is missing", at: cursor.place) }
        section = name
        missingOfSection = nil
        if cursor.take(word: "missing") != nil { missingOfSection = try missingValue(&cursor) }
    }

    private mutating func include(_ cursor: inout TokenCursor) throws(LineFault) {
        let place = cursor.place
        guard let token = cursor.take() else { throw LineFault("the name of a map is missing", at: place) }
        guard !chain.contains(token.text) else {
            throw LineFault("'\(token.text)' would include itself", at: token.range)
        }
        guard let source = lookup(token.text) else {
            throw LineFault(
                "there is no map '\(token.text)'",
                at: token.range,
                hint: "`meterbridge maps list` lists them"
            )
        }
        var parser = RegisterMapParser(
            name: token.text,
            chain: chain + [token.text],
            overrides: overrides,
            lookup: lookup
        )
        parser.read(source)
        if let fault = parser.diagnostics.all.first {
            throw LineFault(
                "'\(token.text)' has a fault in its line \(fault.range.line): \(fault.message)",
                at: token.range
            )
        }
        map.registers += parser.map.registers.map { $0.changed(range: token.range) }
        map.gaps += parser.map.gaps
        map.constants.merge(parser.map.constants) { own, _ in own }
    }

    private mutating func register(_ first: Token, _ cursor: inout TokenCursor) throws(LineFault) {
        let line = RegisterLine(
            constants: map.constants,
            order: order,
            missing: missingOfSection ?? missing,
            section: section
        )
        let address = try line.address(first, next: nextAddress, statements: RegisterMapParser.statements)
        // Whatever is wrong with the rest of the line, `+` below it follows this address.
        nextAddress = address
        let tables = try currentTables(at: first.range)
        let register = try line.register(address, in: tables, first, &cursor)
        nextAddress = address + register.type.wordCount
        map.registers.append(register)
    }

    private mutating func currentTables(at range: SourceRange) throws(LineFault) -> TableSelection {
        if let tables { return tables }
        // Said once, not for each line that follows.
        tables = .both
        throw LineFault(
            "a 'table' line must come before the first register",
            at: range,
            hint: "for example: table both"
        )
    }

    private func missingValue(_ cursor: inout TokenCursor) throws(LineFault) -> MissingValue {
        try RegisterLine.missingValue(&cursor)
    }
}

/// A number as one register holds it: unsigned, or signed in two's complement.
func word16(_ number: Int64) -> UInt16? {
    UInt16(exactly: number) ?? Int16(exactly: number).map { UInt16(bitPattern: $0) }
}
