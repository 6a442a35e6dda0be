// SPDX-License-Identifier: Apache-2.0

/// Many clients that ask once a second, and as many that don't ask at all.
struct QuietClients {
    private static let clients = 2000
    private static let seconds = 10

    let comparisons: [any CustomStringConvertible]
    let isRight: Bool

    init(on bench: Bench) throws {
        let (paced, memory) = ("\(Self.clients) clients, one request a second", "memory per idle connection")
        if let obstacle = Bench.obstacle(to: Self.clients) {
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

        let target = server.target(connections: Self.clients)
        let reports = try LoadReport.parse(Command.output(of: bench.load(["paced", "\(Self.seconds)", target])))
        guard let report = reports.first else { throw Command.Failure(description: "the load reports nothing") }
        isRight = report.wrong == 0 && report.torn == 0
        comparisons = [
            Comparison(
                what: "\(paced), p99 \(report.percentile99) µs",
                values: report.cores.map { $0 * 100 },
                target: .atMost(6),
                unit: " % of a core"
            ),
            Comparison(what: memory, values: [bytes], target: .atMost(1024), digits: 0, unit: " bytes"),
        ]
    }
}
