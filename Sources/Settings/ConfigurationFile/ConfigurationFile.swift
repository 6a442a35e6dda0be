// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Notation
import Threads

/// A configuration file and what goes before it: it can be read again and again, as a reload does.
package struct ConfigurationFile: Sendable {
    /// `-` is standard input.
    package let path: String
    /// `PATH=VALUE` each, in place of what the file says.
    package let sets: [String]
    /// A folder of register maps that goes before the one that the file names.
    package let maps: String?
    package let environment: [String: String]

    package init(path: String, sets: [String] = [], maps: String? = nil, environment: [String: String] = [:]) {
        self.path = path
        self.sets = sets
        self.maps = maps
        self.environment = environment
    }

    /// What the file says now, faults and all.
    ///
    /// - Throws: ``UnreadableFile`` where its text can't be had.
    package func check() throws(UnreadableFile) -> ConfigurationReport {
        let surroundings = ConfigurationSurroundings.system(environment: environment, maps: maps)
        return ConfigurationReader.read(try SourceText(readingFile: path), sets: sets, surroundings)
    }

    /// The configuration that the file has now, with what is allowed in it and was hardly meant.
    ///
    /// - Throws: ``ConfigurationFileFault`` where the file can't be read or has faults.
    package func load() throws(ConfigurationFileFault) -> (GatewayConfiguration, warnings: [Diagnostic]) {
        let report: ConfigurationReport
        do throws(UnreadableFile) { report = try check() } catch { throw .unreadable(error) }
        guard let configuration = report.configuration else {
            throw .faulty(FaultyText(diagnostics: report.diagnostics.filter { $0.severity == .error }))
        }
        return (configuration, report.diagnostics)
    }
}

/// Why a file gives no configuration.
package enum ConfigurationFileFault: Error, CustomStringConvertible {
    case unreadable(UnreadableFile)
    case faulty(FaultyText)

    package var description: String {
        switch self {
        case .unreadable(let fault): fault.description
        case .faulty(let text): "the configuration has faults\n\(text)"
        }
    }
}
