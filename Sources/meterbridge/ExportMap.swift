// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import MapExports
import Notation
import Registers

struct ExportMap: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "A register map as documentation or as the configuration of another program",
        discussion: """
            Examples:
              meterbridge maps export native --format markdown > registers.md
              meterbridge maps export eastron-sdm630 --format telegraf --host 192.168.1.5 > modbus.conf
              meterbridge maps export my-meter.map --format modpoll --unit 2 > my-meter.csv

            Formats:
            \(MapFormat.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

            What the other program can't read is left out, and the file says so.
            """
    )

    @Argument(help: "The map's name, or a map file") var name: String
    @Option(
        help: ArgumentHelp(
            "What to write: \(MapFormat.all.map(\.name).joined(separator: ", "))",
            valueName: "format"
        )
    )
    var format: String
    @Option(help: "The unit identifier to read; by default the first one of the map") var unit: UInt8?
    @Option(help: "Where the other program finds meterbridge") var host = "127.0.0.1"
    @Option(help: "The TCP port there") var port: UInt16 = 502
    @OptionGroup var maps: MapOptions

    func run() throws {
        guard let chosen = MapFormat(named: format) else {
            let names = MapFormat.all.map(\.name)
            let hint = Spelling.suggestion(for: format, in: names) ?? "known are \(names.joined(separator: ", "))"
            throw failure(.usage, "there is no format '\(format)'; \(hint)")
        }
        let map = try map()
        let server = MapExport.Server(host: host, port: port, unit: unit ?? map.units.first ?? 1)
        Terminal.write(chosen.text(MapExport(map, server: server)))
    }

    private func map() throws -> RegisterMap {
        var library = try maps.library()
        var name = name
        if name.contains("/") || name.hasSuffix(".map") {
            do throws(MapFileError) {
                let file = name
                name = MapLibrary.mapName(file)
                library.add(try MapLibrary.read(file), as: name)
            } catch {
                throw failure(.noInput, error)
            }
        }
        do throws(MapLibraryError) {
            return try library.map(name)
        } catch .unknown(let name, let suggestion, let known) {
            throw failure(.usage, MapLibraryError.unknown(name, suggestion: suggestion, known: known))
        } catch {
            throw failure(.badConfiguration, error)
        }
    }
}
