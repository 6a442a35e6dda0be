// SPDX-License-Identifier: Apache-2.0

import Modbus
import Notation
import Registers
import Settings

/// Configuration files, read and printed.
extension RunCommand {
    func configuration(inFile path: String) throws -> GatewayConfiguration {
        if let flag = flagsOfFile.first {
            throw failure(
                .usage,
                """
                '\(flag)' and --config both say what to do; write it into \(path), or change single values by --set, such as \
                --set page=127.0.0.1:8080
                """
            )
        }
        do throws(ConfigurationFileFault) {
            let (configuration, warnings) = try settings.file(path).load()
            Terminal.write(warnings)
            return configuration
        } catch {
            switch error {
            case .unreadable: throw failure(.noInput, error)
            case .faulty: throw failure(.badConfiguration, error)
            }
        }
    }

    /// What was given on the command line of all that a file says.
    private var flagsOfFile: [String] {
        var flags = [input].compactMap(\.self)
        if !requests.isEmpty { flags.append("--as") }
        if !listen.isEmpty { flags.append("--listen") }
        if state.state != nil { flags.append("--state") }
        if crc != nil { flags.append("--crc") }
        if country != nil { flags.append("--country") }
        if staleAfter != nil { flags.append("--stale-after") }
        return flags + limits.given + keys.given + views.given
    }

    /// The configuration as a file, which is read again before anybody relies on it.
    func text(of configuration: GatewayConfiguration) throws -> String {
        let library = try settings.maps.library()
        let text = ConfigurationText(configuration, library).text
        let surroundings = ConfigurationSurroundings.system(
            environment: Environment.variables.filter { !$0.key.hasPrefix("METERBRIDGE_") || isKey($0.key) }
        )
        let report = ConfigurationReader.read(SourceText(name: "(printed)", text: text), surroundings)
        guard report.configuration != nil else {
            throw failure(
                .usage,
                "this can't be said in a file\n\(FaultyText(diagnostics: report.diagnostics))"
            )
        }
        return text
    }

    private func isKey(_ variable: String) -> Bool {
        variable == "METERBRIDGE_KEY" || variable == "METERBRIDGE_AUTHENTICATION_KEY"
    }
}
