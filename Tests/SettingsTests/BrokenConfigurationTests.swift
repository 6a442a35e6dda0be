// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notation
import Registers
import Settings
import Testing

/// A file of the folder `BrokenConfigurations`, with what is to be said of it in its last lines:
///
/// ```
/// #! 4:22 there is no meter 'hose' | did you mean 'house'?
/// #! 5:12 unit 1 is taken on this listener | give one … (4:12 the first one stands here)
/// #! 4:12 warning: units above 247 are reserved …
/// #! maps/broken.map 3:3 there is no type 'u99'
/// ```
struct BrokenConfiguration {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("BrokenConfigurations")
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".conf") }.map { String($0.dropLast(5)) }.sorted()
    }()

    let name: String
    let source: SourceText

    init(_ name: String) throws {
        self.name = name
        let bytes = try Data(contentsOf: Self.folder.appendingPathComponent("\(name).conf"))
        source = SourceText(name: "\(name).conf", text: String(decoding: bytes, as: UTF8.self))
    }

    /// What its last lines say.
    var expected: [String] {
        source.lines.filter { $0.hasPrefix("#! ") }.map { String($0.dropFirst(3)) }
    }

    /// The text without its last lines, so that faults of the whole file stand where they would.
    private var text: SourceText {
        let lines = source.lines.filter { !$0.hasPrefix("#! ") }
        return SourceText(name: source.name, text: lines.joined(separator: "\n"))
    }

    func check() -> ConfigurationReport { ConfigurationReader.read(text, .ofTests) }

    /// What is said of it, in the notation of the last lines.
    var found: [String] {
        check().allDiagnostics.map { diagnostic in
            let file = diagnostic.place.source.name
            let place = "\(diagnostic.range.line):\(diagnostic.range.column)"
            let severity = diagnostic.severity == .warning ? "warning: " : ""
            let hint = diagnostic.hint.map { " | \($0)" } ?? ""
            let notes = diagnostic.notes.map { note in
                " (\(note.place.range.line):\(note.place.range.column) \(note.message))"
            }
            return (file == source.name ? "" : "\(file) ") + "\(place) \(severity)\(diagnostic.message)\(hint)"
                + notes.joined()
        }
    }
}

@Suite("Broken configurations are told where and what") struct BrokenConfigurationTests {
    @Test("A broken configuration gets all its diagnostics and no others", arguments: BrokenConfiguration.names)
    func diagnostics(name: String) throws {
        let configuration = try BrokenConfiguration(name)
        #expect(configuration.found == configuration.expected)
        #expect(!configuration.expected.isEmpty)
        #expect(configuration.check().configuration == nil)
    }

    @Test("Seventy configurations are broken, in every way that is known")
    func count() { #expect(BrokenConfiguration.names.count >= 70) }

    @Test("A unit that is taken shows both lines")
    func note() throws {
        let report = try BrokenConfiguration("units-by-default").check()
        let rendered = try #require(report.diagnostics.first).rendered()
        #expect(
            rendered == """
                units-by-default.conf:5:12: error: unit 1 is taken on this listener
                  consumer sunspec-203
                           ^~~~~~~~~~~ give one of the two another one: consumer 2 sunspec-203
                units-by-default.conf:4:12: note: the first one stands here
                  consumer native
                           ^~~~~~
                """
        )
    }
}
