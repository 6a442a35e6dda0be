// SPDX-License-Identifier: Apache-2.0

/// Many clients that ask once a second, and as many that don't ask at all.
struct QuietClients {
    private static let clients = 2000
    private static let rounds = 6

    let comparisons: [any CustomStringConvertible]
    let isRight: Bool

    init(on bench: Bench) throws {
        let (paced, memory) = ("\(Self.clients) clients, 1 request/s", "meterbridge, memory per idle connection")
        if let obstacle = Bench.obstacle(to: 2 * Self.clients) {
            comparisons = [Unmeasured(what: paced, why: obstacle), Unmeasured(what: memory, why: obstacle)]
            isRight = true
            return
        }
        let server = try bench.start(bench.programs.meterbridge)
        let before = try server.anonymousMemory()
        let idle = try Command(bench.load(["idle", server.target(connections: Self.clients)]))
        _ = try idle.line()
        let bytes = Double(try server.anonymousMemory() - before) / Double(Self.clients)
        idle.end(bySignal: false)

        let other = try bench.start(bench.programs.epoll)
        let targets = [server, other].map { $0.target(connections: Self.clients) }
        let load = bench.load(["paced", "\(Self.rounds)", "1000"] + targets)
        let reports = try withExtendedLifetime((server, other)) { try LoadReport.parse(Command.output(of: load)) }
        isRight = reports.allSatisfy { $0.wrong == 0 && $0.torn == 0 }
        comparisons =
            zip(reports, ["meterbridge", "C with epoll"]).map { report, whose in
                Comparison(
                    what: "\(whose), \(paced), p99 \(report.percentile99) µs",
                    values: report.cores.map { $0 * 100 },
                    target: .atMost(6),
                    unit: " % of a core"
                )
            } + [Comparison(what: memory, values: [bytes], target: .atMost(1024), digits: 0, unit: " bytes")]
    }
}
