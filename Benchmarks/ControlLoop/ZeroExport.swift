// SPDX-License-Identifier: Apache-2.0

/// Promise: with the gateway in between, an inverter that may feed nothing into the grid feeds hardly more than if it read the
/// meter directly.
struct ZeroExport {
    let direct: Trace
    /// The same, with telegrams that are there the moment that they are measured.
    let instant: Trace
    let throughGateway: Trace
    /// Through a gateway that takes twenty times as long for a telegram as it may.
    let throughSlowGateway: Trace
    private let telegramInterval: Int

    init(steps: Int, telegramInterval: Int, seed: UInt64 = 1) async throws {
        self.telegramInterval = telegramInterval
        let load = HouseLoad(steps: steps, watts: 300...3500, seed: seed)
        var loop = ControlLoop(load: load, inverter: .zeroExport, telegramInterval: telegramInterval)
        direct = try await loop.run(over: LastValueLink())
        throughGateway = try await GatewayLink.with { try await loop.run(over: $0) }
        throughSlowGateway = try await GatewayLink.with(processingTime: 20) { try await loop.run(over: $0) }
        loop.transmits = false
        instant = try await loop.run(over: LastValueLink())
    }

    /// How much more is exported with the gateway, in percent.
    func surplus(_ trace: Trace) -> Double {
        (trace.exported(in: trace.whole) / direct.exported(in: direct.whole) - 1) * 100
    }

    var rows: [Row] {
        let each = "one telegram in \(telegramInterval / 1000) s"
        func exported(_ what: String, _ trace: Trace) -> Row {
            Row(what: "\(each): exported, \(what)", value: trace.exported(in: trace.whole), unit: "Wh", target: .none)
        }
        func more(_ what: String, _ trace: Trace, _ target: Row.Target) -> Row {
            Row(what: "\(each): more \(what)", value: surplus(trace), unit: "%", target: target, digits: 2)
        }
        return [
            exported("if telegrams took no time on the wire", instant),
            exported("meter read directly", direct),
            exported("through the gateway", throughGateway),
            more("with the gateway", throughGateway, .atMost(2)),
            more("if it took 20 ms for a telegram", throughSlowGateway, .none),
        ]
    }

    /// Two minutes of it.
    var plot: LinePlot {
        let stretch = 100_000..<220_000
        return LinePlot(
            title: "Zero export, with the gateway in between and without",
            subtitle:
                "Power at the grid connection; the load takes another step every 20 s, the meter speaks once a second",
            duration: 120,
            series: [
                .init(name: "house load", style: .quiet, points: direct.points(\.load, in: stretch, every: 200)),
                .init(
                    name: "meter read directly",
                    style: .first,
                    points: direct.points(\.grid, in: stretch, every: 50)
                ),
                .init(
                    name: "through Meterbridge",
                    style: .second,
                    points: throughGateway.points(\.grid, in: stretch, every: 50)
                ),
            ]
        )
    }
}
