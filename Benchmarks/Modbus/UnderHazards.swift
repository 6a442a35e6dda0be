// SPDX-License-Identifier: Apache-2.0

/// How long well-behaved clients wait while another misbehaves. They share their core with it.
struct UnderHazards {
    /// As `Programs/hazards.c` calls them.
    private static let hazards = [
        "one byte and nothing", "a byte every 300 ms", "disliked requests", "bad headers", "clients that never read",
        "a flood by 10 that never read", "resets", "2000 that come and go",
    ]
    private static let clients = 500
    private static let rounds = 4

    let comparisons: [any CustomStringConvertible]
    let isRight: Bool

    init(on bench: Bench) throws {
        let reports = try ([nil] + Self.hazards).map { hazard in
            let server = try bench.start(bench.programs.meterbridge)
            let target = server.target(connections: Self.clients)
            let misbehaving = try hazard.map { try Command(bench.hazard($0, of: server)) }
            defer { misbehaving?.end(bySignal: true) }
            _ = try misbehaving?.line()
            let load = bench.load(["paced", "\(Self.rounds)", "1000", target])
            let report = try withExtendedLifetime(server) { try LoadReport.parse(Command.output(of: load)) }.first
            return (hazard: hazard, report: report ?? LoadReport())
        }
        isRight = reports.allSatisfy { $0.report.wrong == 0 && $0.report.torn == 0 }
        comparisons = reports.map { hazard, report in
            Comparison(
                what: "p99 of \(Self.clients) clients beside \(hazard ?? "nobody")",
                values: [Double(report.percentile99) / 1000],
                target: .atMost(5),
                unit: " ms"
            )
        }
    }
}
