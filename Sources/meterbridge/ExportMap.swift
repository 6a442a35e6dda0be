// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import MapExports
import Notation
import Registers
import Settings

struct ExportMap: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "A register map as documentation or as the configuration of another program",
        discussion: """
            Examples:
              meterbridge maps export native --format markdown > registers.md
              meterbridge maps export eastron-sdm630 --format telegraf --host 192.168.1.5 > modbus.conf
              meterbridge maps export my-meter.map:2 --format modpoll > my-meter.csv
              meterbridge maps export carlo-gavazzi-em24:3,high-first,model-code=1650 --format node-red

            The map is asked for as in `meterbridge run --as`, so that the file fits what is served.

            Formats:
            \(MapFormat.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

            What the other program can't read is left out, and the file says so.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The map's name, or a map file",
            valueName: "MAP[:UNIT][,low-first][,NAME=VALUE]"
        )
    )
    var request: String
    @Option(
        help: ArgumentHelp(
            "What to write: \(MapFormat.all.map(\.name).joined(separator: ", "))",
            valueName: "format"
        )
    )
    var format: String
    @Option(help: "Where the other program finds meterbridge") var host = "127.0.0.1"
    @Option(help: "The TCP port there") var port: UInt16 = 502
    @OptionGroup var maps: MapOptions

    func run() throws {
        guard let chosen = MapFormat(named: format) else {
            let names = MapFormat.all.map(\.name)
            let hint = Spelling.suggestion(for: format, in: names) ?? "known are \(names.joined(separator: ", "))"
            throw failure(.usage, "there is no format '\(format)'; \(hint)")
        }
        let (map, unit) = try map()
        let server = MapExport.Server(host: host, port: port, unit: unit)
        Terminal.write(chosen.text(MapExport(map, server: server)))
    }

    private func map() throws -> (map: RegisterMap, unit: UInt8) {
        var library = try maps.library()
        do {
            var request = try ConsumerRequest(request)
            if request.map.contains("/") || request.map.hasSuffix(".map") {
                let file = request.map
                request.map = MapLibrary.mapName(file)
                library.add(try MapLibrary.read(file), as: request.map)
            }
            let map = try request.profile(library)
            return (map, request.unit ?? map.units.first ?? 1)
        } catch let error as MapFileError {
            throw failure(.noInput, error)
        } catch MapLibraryError.faulty(let fault) {
            throw failure(.badConfiguration, MapLibraryError.faulty(fault))
        } catch let error as any Error & CustomStringConvertible {
            throw failure(.usage, error)
        }
    }
}
