// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import Notation
import Registers

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
            Example:
              meterbridge maps list
            """
    )

    @OptionGroup var maps: MapOptions

    func run() throws {
        let library = try maps.library()
        var table = TextTable()
        table.add("NAME", "UNIT", "WHEN STALE", "TITLE")
        for name in library.names {
            do throws(MapLibraryError) {
                let map = try library.map(name)
                table.add(name, map.units.map(String.init).joined(separator: " "), "\(map.stale)", map.title)
            } catch {
                table.add(name, "-", "-", "has faults: meterbridge maps check")
            }
        }
        Terminal.write(table.text(indentation: ""))
    }
}

struct ShowMap: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "The text of a register map, ready to be copied and changed",
        discussion: """
            Example:
              meterbridge maps show eastron-sdm630 > my-meter.map
            """
    )

    @Argument(help: "The map's name") var name: String
    @OptionGroup var maps: MapOptions

    func run() throws {
        let library = try maps.library()
        guard let source = library.source(name) else {
            throw failure(
                .usage,
                MapLibraryError.unknown(
                    name,
                    suggestion: Spelling.suggestion(for: name, in: library.names),
                    known: library.names
                )
            )
        }
        let text = source.lines.joined(separator: "\n")
        Terminal.write(text.hasSuffix("\n") ? text : text + "\n")
    }
}
