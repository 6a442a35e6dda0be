// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import JSON
import Modbus
import Notation
import Registers
import Settings

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Name every fault of a configuration file, and say what it does",
        discussion: """
            Examples:
              meterbridge check /etc/meterbridge/meterbridge.conf
              meterbridge check house.conf --set house.stale-after=10s
              meterbridge check --json - < house.conf
              meterbridge check --reference

            Exit status: 0 it is right, 78 faults (with --strict: or warnings), 66 it can't be read.

            --json prints one object:
              {"file": "house.conf", "right": false, "meters": ["house"], "consumers": [
                {"listener": "0.0.0.0:502", "unit": 1, "map": "carlo-gavazzi-em24", "meter": "house", "name": null,
                 "class": "battery", "policy": "silence"}], "diagnostics": [
                {"severity": "error", "file": "house.conf", "line": 7, "column": 12, "length": 9,
                 "message": "there is no meter 'hose'", "hint": "did you mean 'house'?", "notes": []}]}
            """
    )

    @Argument(help: "The configuration file, or - for standard input") var file: String?
    @Flag(help: "Warnings count as faults") var strict = false
    @Flag(help: "One JSON object") var json = false
    @Flag(help: "Print the reference of everything that a configuration may say, in Markdown, and end") var reference =
        false
    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        if reference {
            Terminal.write(ConfigurationReference.markdown)
            return
        }
        guard let file else {
            throw failure(.usage, "no file is named; write for example: meterbridge check house.conf")
        }
        let report: ConfigurationReport
        do throws(UnreadableFile) {
            report = try options.file(file).check()
        } catch {
            throw failure(.noInput, error)
        }
        let diagnostics = report.allDiagnostics
        let errors = diagnostics.count { $0.severity == .error }
        let isRight = errors == 0 && (!strict || diagnostics.isEmpty)
        if json {
            Terminal.write(report.json(file: report.file, isRight: isRight) + "\n")
        } else {
            Terminal.write(diagnostics)
            if let configuration = report.configuration { Terminal.write("\(ConfigurationSummary(configuration))") }
            Terminal.write(
                "\(report.file): \(Self.count(errors, "fault")), \(Self.count(diagnostics.count - errors, "warning"))\n"
            )
        }
        guard isRight else { throw ExitCode(ExitStatus.badConfiguration.rawValue) }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        switch number {
        case 0: "no \(noun)s"
        case 1: "1 \(noun)"
        default: "\(number) \(noun)s"
        }
    }
}

extension ConfigurationReport {
    /// One line of `check --json`; its shape is told in the help of that command.
    fileprivate func json(file: String, isRight: Bool) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("file", file)
            writer.member("right", isRight)
            writer.key("meters")
            writer.array { writer in
                for name in configuration?.meterNames ?? [] { writer.string(name) }
            }
            writer.key("consumers")
            writer.array { writer in
                for listener in configuration?.listeners ?? [] {
                    for consumer in listener.consumers { consumer.write(&writer, on: listener.listener) }
                }
            }
            writer.key("diagnostics")
            writer.array { writer in
                for diagnostic in allDiagnostics { diagnostic.write(&writer) }
            }
        }
        return writer.text
    }
}

extension ConsumerConfiguration {
    fileprivate func write(_ writer: inout JSONWriter, on listener: Listener) {
        writer.object { writer in
            writer.member("listener", "\(listener)")
            writer.member("unit", Int(unit))
            writer.member("map", map.name)
            writer.member("meter", meter)
            writer.member("name", name)
            writer.member("class", deviceClass?.rawValue)
            writer.member("policy", "\(failSafe)")
        }
    }
}
