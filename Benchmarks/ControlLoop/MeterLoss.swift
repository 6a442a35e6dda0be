// SPDX-License-Identifier: Apache-2.0

/// Promise: when telegrams stop, the inverter learns it, and its own fail-safe ends what goes into the grid.
struct MeterLoss {
    /// Milliseconds for which the meter is cut off each time.
    static let length = 60_000
    /// Milliseconds from one cut to the next. No multiple of the load's steps, so that each cut meets another moment of them.
    private static let interval = 307_000
    private static let first = 131_500
    /// Milliseconds: stale-after, the inverter's own patience, its next request and the end of its ramp.
    static let promised = 5000 + 5000 + 1100 + 900
    /// Watts that may go into the grid for a moment at any time, by the ripple of the load.
    private static let noticed = 50.0

    let throughGateway: Trace
    let lastValueForEver: Trace
    let neverLost: Trace
    let losses: [Range<Int>]

    init(steps: Int, seed: UInt64 = 1) async throws {
        var loop = ControlLoop(load: HouseLoad(steps: steps, watts: 300...3500, seed: seed), inverter: .zeroExport)
        neverLost = try await loop.run(over: LastValueLink())
        let beginnings = stride(from: Self.first, to: loop.load.duration - Self.length, by: Self.interval)
        losses = beginnings.map { $0..<$0 + Self.length }
        loop.losses = losses
        lastValueForEver = try await loop.run(over: LastValueLink())
        throughGateway = try await GatewayLink.with { try await loop.run(over: $0) }
    }

    /// Watt hours that went into the grid while the meter was cut off.
    func exported(_ trace: Trace) -> Double { losses.reduce(0) { $0 + trace.exported(in: $1) } }

    /// The longest time, in seconds, for which something went into the grid after the meter was cut off.
    func longestExport(_ trace: Trace) -> Double {
        losses.map { loss in
            Double((trace.lastExport(above: Self.noticed, in: loss) ?? loss.lowerBound) - loss.lowerBound) / 1000
        }.reduce(0, max)
    }

    var rows: [Row] {
        func exported(_ what: String, _ trace: Trace) -> Row {
            let what = "meter lost for 60 s, \(losses.count) times: exported, \(what)"
            return Row(what: what, value: self.exported(trace), unit: "Wh", target: .none)
        }
        func longest(_ what: String, _ trace: Trace, _ target: Row.Target) -> Row {
            Row(
                what: "    longest export after the loss, \(what)",
                value: longestExport(trace),
                unit: "s",
                target: target
            )
        }
        return [
            exported("were it not lost", neverLost),
            exported("last value repeated", lastValueForEver),
            exported("through the gateway", throughGateway),
            longest("last value repeated", lastValueForEver, .none),
            longest("through the gateway", throughGateway, .atMost(Double(Self.promised) / 1000)),
        ]
    }

    /// The loss in which a repeated value does most harm, and what came before and after.
    var plot: LinePlot? {
        guard let worst = losses.max(by: { lastValueForEver.exported(in: $0) < lastValueForEver.exported(in: $1) })
        else {
            return nil
        }
        let stretch = worst.lowerBound - 30_000..<min(worst.upperBound + 30_000, throughGateway.whole.upperBound)
        return LinePlot(
            title: "The meter falls silent for a minute",
            subtitle: "Power at the grid connection; the inverter may feed nothing into the grid",
            duration: Double(stretch.count) / 1000,
            band: (30, 90, "no telegrams"),
            series: [
                .init(
                    name: "house load",
                    style: .quiet,
                    points: throughGateway.points(\.load, in: stretch, every: 200)
                ),
                .init(
                    name: "last value repeated",
                    style: .alarm,
                    points: lastValueForEver.points(\.grid, in: stretch, every: 50)
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
