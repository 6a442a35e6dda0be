// SPDX-License-Identifier: Apache-2.0

import Metering
package import Notation
import Telegrams

/// Reads the text of a map. Every fault is collected; a map with any is not served.
package struct RegisterMapParser {
    /// Finds the text of a map that another one includes.
    package typealias Lookup = (String) -> SourceText?

    static let statements = [
        "title", "unit", "identity", "words", "missing", "not-available", "stale", "set", "let", "table", "gaps",
        "section", "include",
    ]

    let source: SourceText
    let lookup: Lookup
    /// Maps that are being read, this one last: none may include itself.
    let chain: [String]
    /// What a person set this map's constants to, as written.
    let overrides: [String: String]
    /// What the map that includes this one sets its constants to.
    let given: [String: MapConstant]

    var map: RegisterMap
    var diagnostics: Diagnostics
    var names = MapNames()
    var placements: [Placement] = []
    /// One for each gap of the map; `nil` for those of included maps.
    var gapPlaces: [SourceRange?] = []
    /// Whether the holding table shows the input table too.
    var mirrorsInput = false
    /// Every map that has been included anywhere, and from where.
    var included: [String: Inclusion] = [:]
    /// The `given` names that the map's `set` lines have asked for.
    var takenConstants: Set<String> = []
    /// Statements that stand once, and where they do.
    var said: [String: SourceRange] = [:]

    // What the lines above say about the register lines below them.
    var order = WordOrder.highFirst
    var missing = MissingValue.notImplemented
    var missingOfSection: MissingValue?
    var notAvailable: [RegisterType: UInt64] = [:]
    var tables: TableSelection?
    var section: String?
    var nextAddress = NextAddress.none

    /// Where `+` points.
    enum NextAddress {
        /// No register stands above.
        case none
        /// Behind a register whose line has a fault.
        case unknown
        case known(Int)
    }

    /// Reads a map.
    ///
    /// - Parameters:
    ///   - name: what the map is called, without an ending.
    ///   - overrides: values for the map's `set` lines, as they were written.
    ///   - lookup: the texts that `include` may name.
    /// - Throws: `FaultyText` with every fault that was found.
    package static func parse(
        _ source: SourceText,
        name: String,
        overrides: [String: String] = [:],
        lookup: @escaping Lookup = { _ in nil }
    ) throws(FaultyText) -> RegisterMap {
        let report = check(source, name: name, overrides: overrides, lookup: lookup)
        guard let map = report.map else {
            throw FaultyText(diagnostics: report.diagnostics.filter { $0.severity == .error })
        }
        return map
    }

    /// Reads a map, and says too what is allowed in it and was hardly meant.
    package static func check(
        _ source: SourceText,
        name: String,
        overrides: [String: String] = [:],
        lookup: @escaping Lookup = { _ in nil }
    ) -> RegisterMapReport {
        var parser = RegisterMapParser(
            source,
            chain: [name],
            overrides: overrides,
            diagnostics: Diagnostics(of: source),
            lookup: lookup
        )
        parser.read()
        RegisterMapCheck(parser).reportFaults(&parser.diagnostics)
        guard !parser.diagnostics.hasErrors else {
            return RegisterMapReport(map: nil, diagnostics: parser.diagnostics.all)
        }
        RegisterMapCheck(parser).reportDoubts(&parser.diagnostics)
        return RegisterMapReport(map: parser.map, diagnostics: parser.diagnostics.all)
    }

    init(
        _ source: SourceText,
        chain: [String],
        overrides: [String: String],
        given: [String: MapConstant] = [:],
        diagnostics: Diagnostics,
        lookup: @escaping Lookup
    ) {
        self.source = source
        self.chain = chain
        self.overrides = overrides
        self.given = given
        self.diagnostics = diagnostics
        self.lookup = lookup
        map = RegisterMap(name: chain.last ?? "")
    }

    mutating func read() {
        let lines = Lexer.lines(of: source, &diagnostics)
        for line in lines where !diagnostics.isFull {
            guard !line.isDamaged else {
                nextAddress = .unknown
                continue
            }
            var cursor = TokenCursor(line)
            do throws(LineFault) {
                try statement(&cursor)
            } catch {
                cursor.report(error)
            }
            for fault in cursor.faults { diagnostics.error(fault, in: source) }
            // Those of an included map are told when that one is checked.
            for doubt in cursor.doubts where chain.count == 1 {
                diagnostics.warning(doubt.message, at: source.place(doubt.range), hint: doubt.hint)
            }
        }
        if mirrorsInput { mirrorInput() }
        if map.registers.isEmpty, !diagnostics.hasErrors {
            let place = SourceRange(line: max(1, lines.last?.number ?? 1), column: 1, length: 1)
            diagnostics.error(
                "this map has no registers",
                at: source.place(place),
                hint: "for example: 0x0000  f32  power in 1 W"
            )
        }
    }

    private mutating func statement(_ cursor: inout TokenCursor) throws(LineFault) {
        guard let first = cursor.take() else { return }
        refuseEqualSign(behind: first, &cursor)
        switch first.kind == .word ? first.text : "" {
        case "title": try title(first, &cursor)
        case "unit": try units(first, &cursor)
        case "identity": try identity(first, &cursor)
        case "words": try words(first, &cursor)
        case "missing": try missing(first, &cursor)
        case "not-available": try notAvailable(&cursor)
        case "stale": try stale(first, &cursor)
        case "set": try constant(&cursor)
        case "let": try calculation(&cursor)
        case "table": try table(&cursor)
        case "gaps": try gaps(&cursor)
        case "section": try section(&cursor)
        case "include": try include(&cursor)
        default: try register(first, &cursor)
        }
        if let surplus = cursor.next {
            throw LineFault(
                "\(surplus.quoted) is not expected here",
                at: surplus.range,
                hint: SurplusWord.hintAnywhere(for: surplus)
            )
        }
    }

    /// `unit = 2` and `title : X` are from other notations.
    private func refuseEqualSign(behind first: Token, _ cursor: inout TokenCursor) {
        guard RegisterMapParser.statements.contains(first.text), first.text != "set", first.text != "let",
            let sign = cursor.next,
            sign.isWord("=") || sign.isWord(":")
        else { return }
        _ = cursor.take()
        cursor.report(
            LineFault(
                "'\(sign.text)' is not expected here",
                at: sign.range,
                hint: "write '\(first.text)', a blank and what it is"
            )
        )
    }

    private mutating func register(_ first: Token, _ cursor: inout TokenCursor) throws(LineFault) {
        var line = RegisterLine(
            names: names,
            order: order,
            missing: missingOfSection ?? missing,
            notAvailable: notAvailable,
            section: section
        )
        let address = try line.address(first, next: nextAddress, &cursor)
        // Whatever is wrong with the rest of the line, the lines below follow an address that nobody knows.
        nextAddress = .unknown
        let tables = currentTables(at: first.range, &cursor)
        let result = line.read(first, address, in: tables, &cursor)
        names = line.names
        if let taken = result.taken {
            placements.append(
                Placement(
                    tables: tables,
                    addresses: taken.addresses,
                    isAlone: taken.isAlone,
                    isLiveBit: taken.isLiveBit,
                    place: source.place(first.range),
                    depth: chain.count
                )
            )
        }
        if let end = result.end { nextAddress = .known(end) }
        if let register = result.register { map.registers.append(register) }
    }

    mutating func currentTables(at range: SourceRange, _ cursor: inout TokenCursor) -> TableSelection {
        if let tables { return tables }
        // Said once, not for each line that follows.
        tables = .both
        cursor.report(
            LineFault(
                "a 'table' line must come before the first register",
                at: range,
                hint: "for example: table both"
            )
        )
        return .both
    }

    /// Notes where a statement stands that is said once; the second one is a fault.
    mutating func sayOnce(_ statement: Token, _ cursor: inout TokenCursor) {
        guard let before = said[statement.text] else {
            said[statement.text] = statement.range
            return
        }
        cursor.report(
            LineFault(
                "'\(statement.text)' is said twice",
                at: statement.range,
                hint: "leave one of the two out",
                note: ("the first one stands here", before)
            )
        )
    }
}

/// What reading a map's text comes to.
package struct RegisterMapReport: Sendable {
    /// The map; `nil` where it has faults.
    package let map: RegisterMap?
    package let diagnostics: [Diagnostic]
}
