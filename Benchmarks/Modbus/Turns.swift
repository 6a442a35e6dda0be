// SPDX-License-Identifier: Apache-2.0

/// All servers at full speed: they take turns of a tenth of a second, many times over.
struct Turns {
    private static let rounds = 60
    private static let milliseconds = 100
    private static let few = 8
    private static let many = 2000

    private enum Server: String {
        case meterbridge
        case select = "libmodbus with select"
        case epoll = "C with epoll, without libmodbus"
        case pymodbus
    }

    /// A server with so many clients.
    private struct Contestant {
        let server: Server
        let connections: Int
    }

    private var reports: [(contestant: Contestant, report: LoadReport)] = []

    init(on bench: Bench) throws {
        let programs = bench.programs
        var running: [Server: RunningServer] = [
            .meterbridge: try bench.start(programs.meterbridge),
            .select: try bench.start(programs.select),
            .epoll: try bench.start(programs.epoll),
        ]
        if let pymodbus = programs.pymodbus { running[.pymodbus] = try bench.start(pymodbus) }

        // Those that are compared follow each other.
        var contestants = [Server.meterbridge, .select, .epoll].map { Contestant(server: $0, connections: 64) }
        // The clients are one process, which has the many connections of two servers.
        let isManyPossible = Bench.obstacle(to: 2 * Self.many) == nil
        for connections in isManyPossible ? [Self.few, Self.many] : [Self.few] {
            contestants += [.meterbridge, .epoll].map { Contestant(server: $0, connections: connections) }
        }
        if programs.pymodbus != nil { contestants.append(Contestant(server: .pymodbus, connections: 64)) }

        let targets = contestants.compactMap { running[$0.server]?.target(connections: $0.connections) }
        let load = bench.load(["hurried", "\(Self.rounds)", "\(Self.milliseconds)"] + targets)
        let parsed = try withExtendedLifetime(running) { try LoadReport.parse(Command.output(of: load)) }
        guard parsed.count == contestants.count else {
            throw Command.Failure(description: "the load reports on \(parsed.count) servers of \(contestants.count)")
        }
        reports = zip(contestants, parsed).map { ($0, $1) }
    }

    var isRight: Bool { reports.allSatisfy { $0.report.wrong == 0 && $0.report.torn == 0 } }

    var table: [String] {
        [LoadReport.heading]
            + reports.map { $0.report.row("\($0.contestant.server.rawValue), \($0.contestant.connections)") } + [""]
    }

    var comparisons: [any CustomStringConvertible] {
        compare(.meterbridge, to: .select, .atLeast(1.5))
            // What is possible on this machine at all.
            + compare(.epoll, to: .select, .atLeast(1.5))
            + compare(.meterbridge, to: .epoll, .atLeast(0.95))
            + compare(.meterbridge, to: .pymodbus, .atLeast(10))
            + [growth(of: .meterbridge), growth(of: .epoll)]
    }

    private func report(of server: Server, _ connections: Int) -> LoadReport? {
        reports.first { $0.contestant.server == server && $0.contestant.connections == connections }?.report
    }

    /// By the clock, and by what the servers' core did: where the clients are the slower ones, only the second tells.
    private func compare(
        _ server: Server,
        to other: Server,
        _ target: Comparison.Target
    ) -> [any CustomStringConvertible] {
        let what = "\(server.rawValue) to \(other.rawValue)"
        guard let report = report(of: server, 64), let otherReport = self.report(of: other, 64) else {
            return [Unmeasured(what: what, why: "not measured: METERBRIDGE_TEST_TOOLS names no folder with pymodbus")]
        }
        return [
            Comparison.ratio(
                "\(what), requests/s",
                report.requestsPerSecond,
                to: otherReport.requestsPerSecond,
                target
            ),
            Comparison.ratio(
                "\(what), per CPU second",
                otherReport.microsecondsPerRequest,
                to: report.microsecondsPerRequest,
                target
            ),
        ]
    }

    private func growth(of server: Server) -> any CustomStringConvertible {
        let what = "\(server.rawValue), CPU per request, \(Self.many) to \(Self.few)"
        guard let few = report(of: server, Self.few), let many = report(of: server, Self.many) else {
            return Unmeasured(what: what, why: Bench.obstacle(to: 2 * Self.many) ?? "not measured")
        }
        return Comparison.ratio(what, many.microsecondsPerRequest, to: few.microsecondsPerRequest, .atMost(1.25))
    }
}
