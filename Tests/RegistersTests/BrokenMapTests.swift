// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notation
import RegisterMaps
import Registers
import Testing

/// A map of the folder `BrokenMaps`, with what is to be said of it in its last lines:
///
/// ```
/// #! 7:12 there is no quantity 'powr.l1' | did you mean 'power.l1'?
/// #! 3:6 warning: nothing uses 'rating' | leave the line out
/// #! other.map 3:1 there is no type 'u99'
/// ```
struct BrokenMap: CustomTestStringConvertible {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("BrokenMaps").path
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".map") }.map { String($0.dropLast(4)) }.sorted()
    }()

    let name: String
    let text: String

    init(_ name: String, in folder: String = folder) throws {
        self.name = name
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).map"))
        text = String(decoding: bytes, as: UTF8.self)
    }

    var testDescription: String { name }

    var source: SourceText { SourceText(name: "\(name).map", text: text) }

    /// What its last lines say.
    var expected: [String] {
        source.lines.filter { $0.hasPrefix("#! ") }.map { String($0.dropFirst(3)) }
    }

    func check() -> RegisterMapReport {
        RegisterMapParser.check(source, name: name) { name in
            try? BrokenMap(name, in: BrokenMap.folder + "/Included").source
        }
    }

    /// What is said of it, in the notation of the last lines.
    var found: [String] {
        check().diagnostics.map { diagnostic in
            let file = diagnostic.place.source.name
            let place = "\(diagnostic.range.line):\(diagnostic.range.column)"
            let severity = diagnostic.severity == .warning ? "warning: " : ""
            let hint = diagnostic.hint.map { " | \($0)" } ?? ""
            return (file == "\(name).map" ? "" : "\(file) ") + "\(place) \(severity)\(diagnostic.message)\(hint)"
        }
    }
}

@Suite("Broken maps are told where and what") struct BrokenMapTests {
    @Test("A broken map gets all its diagnostics and no others", arguments: BrokenMap.names)
    func diagnostics(name: String) throws {
        let map = try BrokenMap(name)
        #expect(map.found == map.expected)
        #expect(!map.expected.isEmpty)
    }

    @Test("Ninety maps are broken, in every way that is known")
    func count() { #expect(BrokenMap.names.count >= 90) }

    @Test("An overlap with an included map shows both lines")
    func overlap() throws {
        let report = try BrokenMap("includes-overlap").check()
        let rendered = try #require(report.diagnostics.first).rendered()
        #expect(
            rendered == """
                includes-overlap.map:2:1: error: 0x0000 overlaps 0x0000 of line 4 of fault-free.map
                0 u16 1
                ^
                fault-free.map:4:1: note: 0x0000 stands here
                0 u16 size
                ^
                """
        )
    }

    @Test("A fault of an included map is shown with its own line")
    func included() throws {
        let report = try BrokenMap("includes-faults").check()
        let rendered = report.diagnostics.map { $0.rendered() }
        #expect(
            rendered.contains("two-faults.map:3:3: error: there is no type 'i33'\n1 i33 1\n  ^~~ did you mean 'i32'?")
        )
        #expect(report.map == nil)
    }

    @Test("Every map that travels in the program is free of faults and doubts", arguments: BuiltInMaps.all.map(\.name))
    func builtIn(name: String) throws {
        var library = MapLibrary()
        for map in BuiltInMaps.all { library.add(SourceText(name: "\(map.name).map", text: map.text), as: map.name) }
        let report = library.check(try #require(library.source(name)), as: name)
        #expect(report.diagnostics.map { $0.rendered() } == [])
        #expect(report.map != nil)
    }
}
