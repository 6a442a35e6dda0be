// SPDX-License-Identifier: Apache-2.0

package import Notation
import Registers

/// Reads a configuration file. Every fault is collected, and a configuration with any is not used.
package struct ConfigurationReader {
    let surroundings: ConfigurationSurroundings
    var diagnostics: Diagnostics
    var configuration = GatewayConfiguration()
    var places = ConfigurationPlaces()
    var library = MapLibrary()
    /// Maps without values for their constants, which several consumers may share.
    var maps: [String: RegisterMap] = [:]
    let source: SourceText

    /// Reads the text of a file, with what is set in other places.
    ///
    /// - Parameters:
    ///   - sets: `PATH=VALUE` each, in place of what the file says; the variables of the surroundings go before the file, too.
    package static func read(
        _ source: SourceText,
        sets: [String] = [],
        _ surroundings: ConfigurationSurroundings
    ) -> ConfigurationReport {
        var reader = ConfigurationReader(surroundings, source)
        var outline = ConfigurationOutline(source, &reader.diagnostics)
        ConfigurationOverride.apply(
            environment: surroundings.environment,
            sets: sets,
            to: &outline,
            &reader.diagnostics
        )
        reader.read(outline)
        return ConfigurationReport(
            file: source.name,
            configuration: reader.diagnostics.hasErrors ? nil : reader.configuration,
            library: reader.library,
            diagnostics: reader.diagnostics.all,
            places: reader.places
        )
    }

    private init(_ surroundings: ConfigurationSurroundings, _ source: SourceText) {
        self.surroundings = surroundings
        self.source = source
        diagnostics = Diagnostics(of: source)
    }

    private mutating func read(_ outline: ConfigurationOutline) {
        take(library: nil, at: nil)
        for statement in outline.singles where statement.key.name != "sum" {
            take(statement) { (reader, statement, cursor) throws(LineFault) in try reader.single(statement, &cursor) }
        }
        for block in outline.blocks(.limits) {
            if let heading = block.heading { take(heading) { _, _, _ in } }
            for statement in block.statements {
                take(statement) { (reader, statement, cursor) throws(LineFault) in try reader.limit(statement, &cursor)
                }
            }
        }
        for block in outline.blocks(.meter) { meter(block) }
        for statement in outline.singles("sum") {
            take(statement) { (reader, statement, cursor) throws(LineFault) in try reader.sum(statement, &cursor) }
        }
        for block in outline.blocks(.listen) { listener(block) }
        for block in outline.blocks(.mqtt) { broker(block) }
        checkParts()
        checkPlaces()
        checkWhole(outline)
    }

    /// Reads what stands behind a statement's word, to its end.
    mutating func take(
        _ statement: ConfigurationStatement,
        _ read: (inout ConfigurationReader, ConfigurationStatement, inout TokenCursor) throws(LineFault) -> Void
    ) {
        var cursor = statement.cursor
        do throws(LineFault) {
            try read(&self, statement, &cursor)
            cursor.refuseSurplus()
        } catch {
            cursor.report(error)
        }
        for fault in cursor.faults { diagnostics.error(fault, in: statement.source) }
        for doubt in cursor.doubts {
            diagnostics.warning(doubt.message, at: statement.source.place(doubt.range), hint: doubt.hint)
        }
    }

    private mutating func single(
        _ statement: ConfigurationStatement,
        _ cursor: inout TokenCursor
    ) throws(LineFault) {
        switch statement.key.name {
        case "page": try page(statement, &cursor)
        case "state": configuration.stateFolder = try cursor.path("state /var/lib/meterbridge").text
        case "maps":
            let path = try cursor.path("maps /etc/meterbridge/maps")
            configuration.mapsFolder = path.text
            take(library: path.text, at: statement.source.place(path.range))
        default: break
        }
    }

    private mutating func take(library folder: String?, at place: SourcePlace?) {
        do throws(MapFileError) {
            library = try surroundings.library(folder)
        } catch {
            diagnostics.error(
                "\(error)".asMessage,
                at: place ?? source.place(SourceRange(line: 1, column: 1, length: 1))
            )
        }
    }

    /// What a file lacks as a whole.
    private mutating func checkWhole(_ outline: ConfigurationOutline) {
        let end = SourceRange(line: max(1, source.lines.count), column: 1, length: 1)
        let last = source.lines.lastIndex { !$0.allSatisfy(\.isWhitespace) }
        let place = source.place(last.map { SourceRange(line: $0 + 1, column: 1, length: 1) } ?? end)
        if outline.blocks(.meter).isEmpty {
            diagnostics.error(
                "there is no meter",
                at: place,
                hint: "write 'meter house', and below it 'input /dev/ttyUSB0'"
            )
        }
        if outline.blocks(.listen).isEmpty {
            diagnostics.error(
                "nothing is served: there is no line 'listen'",
                at: place,
                hint: "write 'listen 0.0.0.0:502', and below it 'consumer 1 native'"
            )
        }
    }
}

extension TokenCursor {
    mutating func path(_ example: String) throws(LineFault) -> Token {
        let token = try value("a path", example: example)
        guard !token.text.isEmpty else { throw LineFault("this path is empty", at: token.range, hint: example) }
        if Lookalike.plain(token.text)?.contains("\"") == true {
            throw LineFault("these quotes are part of the path", at: token.range, hint: Lookalike.hint(for: token.text))
        }
        return token
    }
}

extension String {
    /// A sentence of an error as a diagnostic has it: without its full stop, beginning in lower case.
    var asMessage: String {
        let text = hasSuffix(".") ? String(dropLast()) : self
        guard let first = text.first, text.dropFirst().first?.isUppercase != true else { return text }
        return first.lowercased() + text.dropFirst()
    }
}
