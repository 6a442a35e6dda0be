// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bridge
import Glibc
import JSON
import Notation
import Registers
import Settings

struct CheckMaps: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Name every fault of register map files",
        discussion: """
            Examples:
              meterbridge maps check my-meter.map
              meterbridge maps check my-maps --strict
              meterbridge maps check eastron-sdm630
              meterbridge maps check --json - < my-meter.map

            Exit status: 0 every map is right, 78 faults (with --strict: or warnings), 66 a file can't be read.

            --json prints one object a line for each map:
              {"name": "my-meter", "file": "my-meter.map", "right": false, "registers": null, "diagnostics": [
                {"severity": "error", "file": "my-meter.map", "line": 7, "column": 12, "length": 9,
                 "message": "there is no quantity 'voltag.l1'", "hint": "did you mean 'voltage.l1'?", "notes": [
                   {"file": "my-meter.map", "line": 3, "column": 1, "length": 1, "message": "…"}]}]}
            """
    )

    @Argument(
        help: "Map files, folders of them, names of known maps, or - for standard input; none checks all known maps"
    ) var files: [String] = []
    @Flag(help: "Warnings count as faults") var strict = false
    @Flag(help: "One JSON object for each map") var json = false
    @OptionGroup var maps: MapOptions

    func run() throws {
        var library = try maps.library()
        var sources: [(name: String, source: SourceText)] = []
        var isUnreadable = false
        for file in files {
            do throws(MapFileError) {
                for (name, source) in try CheckMaps.sources(file) {
                    sources.append((name, source))
                    // Files that are checked together may include each other.
                    library.add(source, as: name)
                }
            } catch {
                if error.isMissing, let source = library.source(file) {
                    sources.append((file, source))
                    continue
                }
                isUnreadable = true
                let suggestion = error.isMissing ? Spelling.suggestion(for: file, in: library.names) : nil
                let hint = suggestion.map { " There is no map of that name either; \($0)" } ?? ""
                Terminal.write("Error: \(error)\(hint)\n", to: STDERR_FILENO)
            }
        }
        if files.isEmpty { sources = library.names.compactMap { name in library.source(name).map { (name, $0) } } }

        var summary = MapCheckSummary()
        for (name, source) in sources {
            let report = library.check(source, as: name)
            let isRight = summary.count(report, strict: strict)
            if json {
                Terminal.write(report.json(name: name, file: source.name, isRight: isRight) + "\n")
            } else {
                tell(report, name)
            }
        }
        if !json, !sources.isEmpty { Terminal.write("\(summary)\n") }
        if isUnreadable { throw ExitCode(ExitStatus.noInput.rawValue) }
        if summary.right < summary.maps { throw ExitCode(ExitStatus.badConfiguration.rawValue) }
    }

    /// The texts of a file, of every map file in a folder, or of standard input.
    private static func sources(_ path: String) throws(MapFileError) -> [(name: String, source: SourceText)] {
        if path == "-" { return [("standard-input", try MapLibrary.read(path))] }
        var sources: [(name: String, source: SourceText)] = []
        for file in try MapLibrary.files(at: path) {
            sources.append((MapLibrary.mapName(file), try MapLibrary.read(file)))
        }
        return sources
    }

    private func tell(_ report: RegisterMapReport, _ name: String) {
        Terminal.write(report.diagnostics)
        guard let map = report.map else { return }
        let count = map.registers.count
        Terminal.write("\(name): \(count) \(count == 1 ? "register" : "registers"), no faults\n")
    }
}

/// What checking several maps comes to.
struct MapCheckSummary: CustomStringConvertible {
    private(set) var maps = 0
    private(set) var right = 0
    private var faults = 0
    private var warnings = 0

    /// Counts a map, and says whether it is right.
    mutating func count(_ report: RegisterMapReport, strict: Bool) -> Bool {
        let errors = report.diagnostics.count { $0.severity == .error }
        let isRight = errors == 0 && (!strict || report.diagnostics.isEmpty)
        maps += 1
        faults += errors
        warnings += report.diagnostics.count - errors
        if isRight { right += 1 }
        return isRight
    }

    var description: String {
        let maps = maps == 1 ? "1 map is" : "\(maps) maps are"
        let faults = faults == 0 ? "no faults" : faults == 1 ? "1 fault" : "\(faults) faults"
        let warnings = warnings == 0 ? "" : warnings == 1 ? ", 1 warning" : ", \(warnings) warnings"
        return "\(right) of \(maps) right; \(faults)\(warnings)"
    }
}
