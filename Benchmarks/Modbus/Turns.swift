// SPDX-License-Identifier: Apache-2.0

/// All servers at full speed: they take turns of a tenth of a second, many times over.
struct Turns {
    private static let rounds = 60
    private static let milliseconds = 100
    private static let few = 8
    private static let many = 2000

    private var reports: [(what: String, report: LoadReport)] = []
    private let here: LoadReport
    private let select: LoadReport
    private let epoll: LoadReport
    private let pymodbus: LoadReport?
    private let fewHere: LoadReport
    /// With many connections: this server's, the C server's.
    private let many: (here: LoadReport, epoll: LoadReport)?
    private let fewEpoll: LoadReport

    init(on bench: Bench) throws {
        let programs = bench.programs
        let here = try bench.start(programs.meterbridge)
        let select = try bench.start(programs.select)
        let epoll = try bench.start(programs.epoll)
        let pymodbus = try programs.pymodbus.map { try bench.start($0) }
        // The clients are one process, which has both servers' many connections.
        let few = Self.few
        let many = Bench.obstacle(to: 2 * Self.many) == nil ? Self.many : nil
        var targets = [
            ("meterbridge, 64", here.target(connections: 64)),
            ("libmodbus with select, 64", select.target(connections: 64)),
            ("C with epoll, without libmodbus, 64", epoll.target(connections: 64)),
            ("meterbridge, \(few)", here.target(connections: few)),
            ("C with epoll, \(few)", epoll.target(connections: few)),
        ]
        if let many {
            targets.append(("meterbridge, \(many)", here.target(connections: many)))
            targets.append(("C with epoll, \(many)", epoll.target(connections: many)))
        }
        if let pymodbus { targets.append(("pymodbus, 64", pymodbus.target(connections: 64))) }
        let arguments = ["hurried", "\(Self.rounds)", "\(Self.milliseconds)"] + targets.map(\.1)
        let output = try withExtendedLifetime((here, select, epoll, pymodbus)) {
            try Command.output(of: bench.load(arguments))
        }
        let parsed = try LoadReport.parse(output)
        guard parsed.count == targets.count else {
            throw Command.Failure(description: "the load reports on \(parsed.count) servers of \(targets.count)")
        }
        reports = zip(targets, parsed).map { ($0.0, $1) }
        (self.here, self.select, self.epoll, fewHere, fewEpoll) = (
            parsed[0], parsed[1], parsed[2], parsed[3], parsed[4]
        )
        self.many = many.map { _ in (parsed[5], parsed[6]) }
        self.pymodbus = pymodbus.flatMap { _ in parsed.last }
    }

    var isRight: Bool { reports.allSatisfy { $0.report.wrong == 0 && $0.report.torn == 0 } }

    var table: [String] { [LoadReport.heading] + reports.map { $0.report.row($0.what) } + [""] }

    var comparisons: [any CustomStringConvertible] {
        var rows: [any CustomStringConvertible] =
            against("libmodbus's select example", select, atLeast: 1.5)
            + against("C epoll server", epoll, atLeast: 0.95)
        if let pymodbus {
            rows += against("pymodbus's asynchronous server", pymodbus, atLeast: 10)
        } else {
            rows.append(Unmeasured(what: "to pymodbus's asynchronous server", why: "absent: run make bench-modbus"))
        }
        let what = "CPU per request, \(Self.many) connections to \(Self.few)"
        guard let many else {
            return rows + [Unmeasured(what: what, why: Bench.obstacle(to: 2 * Self.many) ?? "")]
        }
        let growth = { (many: LoadReport, few: LoadReport, whose: String) in
            Comparison.ratio(
                what + whose,
                many.microsecondsPerRequest,
                to: few.microsecondsPerRequest,
                .atMost(1.25)
            )
        }
        return rows + [growth(many.here, fewHere, ""), growth(many.epoll, fewEpoll, ", C epoll server")]
    }

    /// By the clock, and by what the server's core did: where the clients are the slower ones, only the second tells.
    private func against(_ name: String, _ other: LoadReport, atLeast least: Double) -> [any CustomStringConvertible] {
        [
            Comparison.ratio(
                "requests/s to \(name)",
                here.requestsPerSecond,
                to: other.requestsPerSecond,
                .atLeast(least)
            ),
            Comparison.ratio(
                "requests/CPU second to \(name)",
                other.microsecondsPerRequest,
                to: here.microsecondsPerRequest,
                .atLeast(least)
            ),
        ]
    }
}
