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

struct CheckMaps: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Name every fault of register map files",
        discussion: """
            Example:
              meterbridge maps check my-meter.map

            Exit status: 0 no faults, 78 faults, 66 a file can't be read.
            """
    )

    @Argument(help: "Map files; none checks the known maps") var files: [String] = []
    @OptionGroup var maps: MapOptions

    func run() throws {
        var library = try maps.library()
        var names: [String] = []
        for file in files {
            do throws(MapFileError) {
                let name = MapLibrary.mapName(file)
                library.add(try MapLibrary.read(file), as: name)
                names.append(name)
            } catch {
                throw failure(.noInput, error)
            }
        }
        var hasFaults = false
        for name in files.isEmpty ? library.names : names {
            do throws(MapLibraryError) {
                let map = try library.map(name)
                Terminal.write("\(name): \(map.registers.count) registers, no faults\n")
            } catch {
                hasFaults = true
                Terminal.write("\(error)\n", to: 2)
            }
        }
        if hasFaults { throw ExitCode(ExitStatus.badConfiguration.rawValue) }
    }
}
