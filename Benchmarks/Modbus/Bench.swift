// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The machine: a core for the servers, another for all else.
struct Bench {
    let programs: ComparedPrograms
    private let serving: String
    private let other: String

    /// What a process needs for as many connections, and a few files more.
    static let spareFiles = 500

    init(programs: ComparedPrograms) throws {
        self.programs = programs
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let list = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
        let cores = (list ?? "").split(whereSeparator: \.isWhitespace).dropFirst().first.map(Self.numbers) ?? []
        guard cores.count > 1 else {
            throw Command.Failure(
                description:
                    "The benchmark needs two cores, one for servers and one for clients; this process may use \(cores.count)."
            )
        }
        (serving, other) = ("\(cores[0])", "\(cores[1])")
    }

    /// Whether a process here may have so many connections. If not, the words say what is missing.
    static func obstacle(to connections: Int) -> String? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        let wanted = connections + spareFiles
        guard limit.rlim_max < wanted else { return nil }
        return "not measured: a process may open \(limit.rlim_max) files (ulimit -Hn), and \(wanted) are needed"
    }

    func start(_ command: [String]) throws -> RunningServer {
        try RunningServer(["taskset", "-c", serving] + command, otherCore: other)
    }

    func load(_ arguments: [String]) -> [String] { ["taskset", "-c", other] + programs.load + arguments }

    func hazard(_ name: String, of server: RunningServer) -> [String] {
        ["taskset", "-c", other] + programs.hazards + [server.port, name]
    }

    /// `0-1,4` is 0, 1 and 4.
    private static func numbers(_ list: Substring) -> [Int] {
        list.split(separator: ",").flatMap { range in
            let ends = range.split(separator: "-").compactMap { Int($0) }
            return ends.count == 2 && ends[0] <= ends[1] ? Array(ends[0]...ends[1]) : ends
        }
    }
}
