// SPDX-License-Identifier: Apache-2.0

import Foundation
import MapExports
import Testing

@Suite("Register maps in the forms of other programs")
struct MapFormatTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    @Test("Every format of a small map is what stands in Expected", arguments: MapFormat.all.map(\.name))
    func expected(name: String) throws {
        let format = try #require(MapFormat(named: name))
        let expected = try String(
            contentsOf: Self.folder.appendingPathComponent("Expected/small.\(name)"),
            encoding: .utf8
        )

        #expect(format.text(try SmallMap.export()) == expected)
    }

    @Test("The documentation of every profile is what its map says: `make docs` writes it", arguments: Profile.names)
    func documentation(name: String) throws {
        let file = Self.folder.appendingPathComponent("../../Documentation/profiles/\(name).md").standardized
        let map = try Profile.export(name)
        let markdown = try #require(MapFormat(named: "markdown"))

        #expect(try String(contentsOf: file, encoding: .utf8) == markdown.text(map), "run `make docs`")
    }

    @Test("There is no documentation of a profile that is gone")
    func noStrayDocumentation() throws {
        let folder = Self.folder.appendingPathComponent("../../Documentation/profiles").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)

        #expect(Set(files) == Set(Profile.names.map { "\($0).md" }), "run `make docs`")
    }

    @Test(
        "JSON, and the flows and tags made of it, can be read again",
        arguments: ["json", "ignition", "node-red"],
        Profile.names
    )
    func json(format: String, map: String) throws {
        let format = try #require(MapFormat(named: format))

        #expect(throws: Never.self) {
            try JSONSerialization.jsonObject(with: Data(format.text(try Profile.export(map)).utf8))
        }
    }

    @Test("A label brings no control characters into a file", arguments: MapFormat.all.map(\.name))
    func hostileLabel(name: String) throws {
        // Given a label with characters that no terminal should be sent, and one with blanks in their place
        let format = try #require(MapFormat(named: name))
        func text(_ gap: String) throws -> String {
            format.text(try SmallMap.export("table both\n0 u16 power * 2 in W -- one\(gap)two"))
        }

        let lines = try text("\u{0}\u{7F}\u{1B}\u{9B}")

        #expect(lines == (try text("    ")))
        #expect(lines.contains("one"))
        #expect(!lines.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    }

    @Test("No two registers of a map share a name", arguments: Profile.names)
    func uniqueNames(map: String) throws {
        let json = try #require(MapFormat(named: "json")).text(try Profile.export(map))
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        let names = try #require(object?["registers"] as? [[String: Any]]).compactMap { $0["name"] as? String }

        #expect(!names.isEmpty)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil })
    }

    @Test("Requests are as long as a client asks for and no longer, and stop at every hole")
    func requests() throws {
        // Given 130 registers in a row, and one behind a hole
        let text = "table holding\n" + (0..<130).map { "\($0) u16 \($0)\n" }.joined() + "131 u16 1"
        let lines = try #require(MapFormat(named: "modpoll")).text(try SmallMap.export(text)).split(separator: "\n")

        #expect(
            lines.filter { $0.hasPrefix("poll") } == [
                "poll,holding_register,0,123,BE_BE", "poll,holding_register,123,7,BE_BE",
                "poll,holding_register,131,1,BE_BE",
            ]
        )
    }

    @Test("A host with blanks and quotation marks is one word of the shell")
    func shell() throws {
        let map = try SmallMap.export().map
        let export = MapExport(map, server: MapExport.Server(host: "a'; rm -rf /", port: 502, unit: 1))
        let text = try #require(MapFormat(named: "mbpoll")).text(export)

        #expect(text.contains(#" -t 4:int 'a'\''; rm -rf /'"#))
    }
}
