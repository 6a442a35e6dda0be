// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A server while it is measured. What a thread named "publisher" costs is not the server's: it stands for the meter.
final class RunningServer {
    private let command: Command
    let port: String
    private let schedstats: [String]

    /// - Parameter otherCore: where the publisher runs.
    init(_ arguments: [String], otherCore: String) throws {
        command = try Command(arguments)
        port = try command.line()
        let folder = "/proc/\(command.identifier)/task"
        var schedstats: [String] = []
        // The threads that serve and publish begin when the port is known.
        usleep(200_000)
        for thread in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let name = try? String(contentsOfFile: "\(folder)/\(thread)/comm", encoding: .utf8)
            if name == "publisher\n" {
                _ = try Command.output(of: ["taskset", "-cp", otherCore, thread])
            } else {
                schedstats.append("\(folder)/\(thread)/schedstat")
            }
        }
        self.schedstats = schedstats
    }

    deinit { command.end(bySignal: true) }

    /// As the load wants it: where it is, how many connections to make, and where its CPU time can be read.
    func target(connections: Int) -> String { ([port, "\(connections)"] + schedstats).joined(separator: ",") }

    /// The bytes of memory that are the process's own: not a file's, not shared.
    func anonymousMemory() throws -> Int {
        let path = "/proc/\(command.identifier)/smaps_rollup"
        let line = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first {
            $0.hasPrefix("Anonymous:")
        }
        guard let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Command.Failure(description: "\(path) doesn't tell the anonymous memory")
        }
        return kilobytes * 1024
    }
}
