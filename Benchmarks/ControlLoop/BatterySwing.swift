// SPDX-License-Identifier: Apache-2.0

import Modbus

/// Promise: a battery that adds up what it reads, and reads faster than the meter speaks, swings no more when its answers are
/// paced.
struct BatterySwing {
    /// Milliseconds after a step by which the loop must have settled.
    static let settlingTime = 5000
    /// Watts that are calm: the ripple of the load, and what the battery makes of it.
    static let calm = 100.0

    let immediate: Trace
    let paced: Trace
    let once: Trace
    /// Real time from the last byte of a telegram to the answer that a client was waiting for, in milliseconds.
    let latencies: [Double]
    private let telegramInterval: Int

    init(steps: Int, telegramInterval: Int, seed: UInt64 = 1) async throws {
        self.telegramInterval = telegramInterval
        let loop = ControlLoop(
            load: HouseLoad(steps: steps, watts: 300...2200, seed: seed),
            inverter: .integratingBattery,
            telegramInterval: telegramInterval
        )
        let wait = Duration.milliseconds(800)
        immediate = try await GatewayLink.with { try await loop.run(over: $0) }
        var latencies: [Double] = []
        paced = try await GatewayLink.with(.paced(atMost: wait)) { link in
            let trace = try await loop.run(over: link)
            latencies = link.latencies.map { $0 / .milliseconds(1) }
            return trace
        }
        self.latencies = latencies
        once = try await GatewayLink.with(.once(atMost: wait)) { try await loop.run(over: $0) }
    }

    var rows: [Row] {
        // A wait that ends before the next telegram tells the old value again, and cures nothing.
        let isPromised = telegramInterval == 1000
        return [
            row("at once", immediate, isPromised ? .atLeast(500) : .none),
            row("paced=800ms", paced, isPromised ? .atMost(Self.calm) : .none),
            row("once=800ms", once, isPromised ? .atMost(Self.calm) : .none),
        ]
    }

    /// The step after which the most is left of it.
    private func row(_ answers: String, _ trace: Trace, _ target: Row.Target) -> Row {
        let worst = trace.deviations(laterThan: Self.settlingTime).reduce(0, max)
        let what = "one telegram in \(telegramInterval / 1000) s, answers \(answers): swing 5 s after a step"
        return Row(what: what, value: worst, unit: "W", target: target, digits: 0)
    }

    /// One minute of it.
    var plot: LinePlot {
        let stretch = 35_000..<95_000
        func series(_ name: String, _ style: LinePlot.Style, _ trace: Trace) -> LinePlot.Series {
            .init(name: name, style: style, points: trace.points(\.grid, in: stretch, every: 50))
        }
        return LinePlot(
            title: "A battery that asks faster than the meter speaks",
            subtitle:
                "Power at the grid connection; it asks every 0.3 s and adds what it is told, the meter speaks once a second",
            duration: 60,
            series: [
                series("answered at once", .alarm, immediate),
                series("paced=800ms", .first, paced),
                series("once=800ms", .second, once),
            ]
        )
    }
}
