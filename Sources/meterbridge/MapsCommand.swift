// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import Notation
import Registers
import Settings

struct MapsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maps",
        abstract: "List, show, check and export register maps",
        subcommands: [ListMaps.self, ShowMap.self, CheckMaps.self, ExportMap.self]
    )
}

struct ListMaps: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The register maps that --as can name",
        discussion: """
            Examples:
              meterbridge maps list
              meterbridge maps list --maps my-maps

            UNIT is what clients expect, the usual one first; --as MAP:UNIT chooses another. WHEN STALE is what a client is
            told while the meter is silent.
            """
    )

    @OptionGroup var maps: MapOptions

    func run() throws {
        let library = try maps.library()
        var table = TextTable()
        // Where all maps are built in, nobody asks where they are from.
        table.add("NAME", "UNIT", "WHEN STALE", "TITLE", maps.maps == nil ? "" : "FROM")
        for name in library.names {
            let place = maps.maps == nil ? "" : ListMaps.place(of: name, in: library)
            do throws(MapLibraryError) {
                let map = try library.map(name)
                table.add(name, map.units.map(String.init).joined(separator: " "), "\(map.stale)", map.title, place)
            } catch {
                table.add(name, "-", "-", "has faults, which `meterbridge maps check` names", place)
            }
        }
        Terminal.write(table.text(indentation: ""))
    }

    private static func place(of name: String, in library: MapLibrary) -> String {
        let file = library.source(name)?.name ?? ""
        guard let builtIn = MapLibrary.builtIn.source(name) else { return file }
        return file == builtIn.name ? "built in" : "\(file), instead of the built-in one"
    }
}

struct ShowMap: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "The text of a register map, ready to be copied and changed",
        discussion: """
            Example:
              meterbridge maps show eastron-sdm630 > my-meter.map

            The language is explained, with a worked example, in RegisterMaps/README.md of the project.
            """
    )

    @Argument(help: "The map's name") var name: String
    @OptionGroup var maps: MapOptions

    func run() throws {
        let library = try maps.library()
        guard let source = library.source(name) else {
            throw failure(
                .usage,
                MapLibraryError.unknown(name, suggestion: Spelling.suggestion(for: name, in: library.names))
            )
        }
        let text = source.lines.joined(separator: "\n")
        Terminal.write(text.hasSuffix("\n") ? text : text + "\n")
    }
}
