// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Runs the control loops in simulated time, prints a table of what is promised of them, and draws them:
/// `swift run -c release benchmark-control-loop [FOLDER [SEED]]`.
///
/// Without a folder it draws nothing; another seed is another course of the load.
@main
enum ControlLoopBenchmark {
    /// An hour of load steps.
    private static let steps = 180
    /// What the battery's loops are long: ten minutes, because it asks so often.
    private static let batterySteps = 30

    static func main() async {
        do {
            if try await run() { return }
            print("A promise about control loops is broken: see MISS in the table.")
        } catch {
            print("The control loops can't be run: \(error)")
        }
        exit(1)
    }

    /// Whether all that is promised is kept.
    private static func run() async throws -> Bool {
        let began = ContinuousClock.now
        let arguments = CommandLine.arguments.dropFirst()
        let seed = arguments.dropFirst().first.flatMap { UInt64($0) } ?? 1
        var simulated = 0
        print("control-loop: a house, an inverter and the gateway in one loop, in simulated time")
        var rows: [Row] = []
        func show(_ more: [Row], runs: Int, steps: Int) {
            for row in more { print("  \(row)") }
            rows += more
            simulated += runs * steps * HouseLoad.stepInterval / 1000
        }
        let zeroExport = try await ZeroExport(steps: steps, telegramInterval: 1000, seed: seed)
        show(zeroExport.rows, runs: 4, steps: steps)
        show(try await ZeroExport(steps: steps, telegramInterval: 10_000, seed: seed).rows, runs: 4, steps: steps)
        let swing = try await BatterySwing(steps: batterySteps, telegramInterval: 1000, seed: seed)
        show(swing.rows, runs: 3, steps: batterySteps)
        show(
            try await BatterySwing(steps: batterySteps, telegramInterval: 10_000, seed: seed).rows,
            runs: 3,
            steps: batterySteps
        )
        let loss = try await MeterLoss(steps: steps, seed: seed)
        show(loss.rows, runs: 3, steps: steps)
        for (name, share) in [("median", 0.5), ("p99", 0.99)] {
            let value = swing.latencies.quantile(share)
            let what = "real time, last byte of a telegram to a waiting client's answer, \(name)"
            show([Row(what: what, value: value, unit: "ms", target: .none, digits: 2)], runs: 0, steps: 0)
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        print("  \(simulated) simulated seconds in \(String(format: "%.1f", seconds)) s")
        if let folder = arguments.first {
            let plots = [("control-loop", zeroExport.plot), ("battery-swing", swing.plot), ("meter-loss", loss.plot)]
            for case (let name, let plot?) in plots {
                let file = URL(filePath: folder).appending(path: "\(name).svg")
                try Data(plot.svg.utf8).write(to: file)
                print("  drawn: \(file.path)")
            }
        }
        return !rows.contains(where: \.isMissed)
    }
}
