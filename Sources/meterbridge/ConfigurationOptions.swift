// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import Settings

/// What is set in other places than the configuration file, for every command that reads one.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            """
            One value in place of what the configuration file says, such as house.stale-after=10s, limits.connections=100 or \
            page=127.0.0.1:8080; may be given several times
            """,
            valueName: "PATH=VALUE"
        )
    )
    var sets: [String] = []

    @OptionGroup var maps: MapOptions

    func file(_ path: String) -> ConfigurationFile {
        ConfigurationFile(path: path, sets: sets, maps: maps.maps, environment: Environment.variables)
    }
}

/// The environment of the process.
enum Environment {
    static func value(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    static var variables: [String: String] {
        var variables: [String: String] = [:]
        // The kernel gives every program a list, be it empty (execve(2)).
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let sign = text.firstIndex(of: "=") {
                variables[String(text[..<sign])] = String(text[text.index(after: sign)...])
            }
            unsafe next = next.advanced(by: 1)
        }
        return variables
    }
}
