// SPDX-License-Identifier: Apache-2.0

import Bridge
import Foundation
import Inputs
import Modbus
import Registers
import Settings

/// What a telegram costs as meters become more: bytes in, the snapshots of two consumers handed to the server.
enum MetersBenchmark {
    private static let mapNames = ["native", "carlo-gavazzi-em24"]
    /// Two for each meter, and 247 at most on a listener.
    private static let metersPerListener = 120
    private static let rounds = 20

    /// Not on the main thread: nothing of a gateway runs there.
    @concurrent static func run() async throws -> [any CustomStringConvertible] {
        var rows: [any CustomStringConvertible] = []
        for count in [1, 10, 100, 1000] { rows += try await MetersBenchmark.rows(of: count) }
        rows.append(try await simulated(200))
        return rows
    }

    /// Threads of as many meters whose inputs run, too.
    @concurrent private static func simulated(_ count: Int) async throws -> Footnote {
        var configuration = try configuration(count)
        for index in 0..<count {
            configuration.meters[index].input = .simulator(.dsmr5, seed: UInt64(index), speed: 1)
        }
        let (accepted, teller) = AsyncStream.makeStream(of: String.self)
        let before = Footprint.now
        let gateway = try Gateway(configuration) { event in
            if case .accepted(let meter, _) = event { teller.yield(meter) }
        }
        let running = Task { try await gateway.run() }
        var spoken: Set<String> = []
        for await meter in accepted where spoken.insert(meter).inserted && spoken.count == count { break }
        let after = Footprint.now
        running.cancel()
        _ = await running.result
        return Footnote(
            text: "\(count) simulated houses that all have spoken: \(after.threads - before.threads) more threads"
        )
    }

    @concurrent private static func rows(of count: Int) async throws -> [any CustomStringConvertible] {
        let clock = ContinuousClock()
        let before = Footprint.now
        let began = clock.now
        let gateway = try Gateway(try configuration(count), observer: { _ in })
        let setUp = clock.now - began
        // Arrivals a second apart, whenever they are handed in: telegrams of a process that stood still aren't believed.
        let start = clock.now
        let telegrams = DecodeBenchmark.telegrams
        var durations: [Duration] = []
        for round in 0..<rounds {
            let repetitions = max(1, 1000 / count)
            var elapsed = Duration.zero
            for repetition in 0..<repetitions {
                let second = round * repetitions + repetition
                let began = clock.now
                for (place, meter) in gateway.meters.enumerated() {
                    let bytes = telegrams[(second + place) % telegrams.count]
                    await meter.handle(.bytes(bytes, arrival: start + .seconds(second)))
                }
                elapsed += clock.now - began
            }
            durations.append(elapsed / (repetitions * count))
        }
        let looked = clock.now
        await gateway.reportStates(at: start + .seconds(rounds))
        let look = clock.now - looked
        let after = Footprint.now
        durations.sort()
        return [
            Figure(what: "a telegram of one of \(count) meters", best: durations[0], median: durations[rounds / 2]),
            Footnote(
                text: """
                    set up in \(setUp.milliseconds) ms, \((after.resident - before.resident) / count) kB more for each, \
                    \(after.threads - before.threads) more threads, all their states looked at in \(look.microseconds) us
                    """
            ),
        ]
    }

    private static func configuration(_ count: Int) throws -> GatewayConfiguration {
        var configuration = GatewayConfiguration()
        let maps = try mapNames.map { try MapLibrary.builtIn.map($0) }
        for index in 0..<count {
            let input = InputAddress.tcp(host: "127.0.0.1", port: 9, silence: .seconds(30))
            configuration.meters.append(MeterConfiguration(name: "meter-\(index)", input: input))
            if index.isMultiple(of: metersPerListener) {
                configuration.listeners.append(
                    ListenerConfiguration(.tcp(ListenAddress(host: "127.0.0.1", port: 0)))
                )
            }
            let unit = UInt8(index % metersPerListener * maps.count + 1)
            for (place, map) in maps.enumerated() {
                configuration.listeners[configuration.listeners.count - 1].consumers.append(
                    ConsumerConfiguration(meter: "meter-\(index)", map: map, unit: unit + UInt8(place))
                )
            }
        }
        return configuration
    }
}

/// What the process takes of the machine.
private struct Footprint {
    /// kB.
    var resident = 0
    var threads = 0

    static var now: Footprint {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        var footprint = Footprint()
        for line in status.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count > 1, let number = Int(words[1]) else { continue }
            if words[0] == "VmRSS:" { footprint.resident = number }
            if words[0] == "Threads:" { footprint.threads = number }
        }
        return footprint
    }
}

/// What is to be known beside a figure.
private struct Footnote: CustomStringConvertible {
    let text: String

    var description: String { "    \(text)" }
}

extension Duration {
    fileprivate var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
