// SPDX-License-Identifier: Apache-2.0

/// A house, its meter, and an inverter that steers by what it is told of it: a closed loop in simulated time.
struct ControlLoop {
    /// Milliseconds from one look of a gateway at its meter to the next.
    private static let lookInterval = 250

    var load: HouseLoad
    var inverter: SteeredInverter.Settings
    /// Milliseconds from one telegram to the next.
    var telegramInterval = 1000
    /// Whether telegrams take time on their way through the P1 port.
    var transmits = true
    /// When the meter is cut off, in milliseconds.
    var losses: [Range<Int>] = []

    /// Runs it as fast as it goes.
    func run(over link: some MeterLink) async throws -> Trace {
        var trace = Trace()
        var inverter = SteeredInverter(inverter)
        var meter = GridMeter()
        var chance = SeededGenerator(seed: 7)
        var onTheWay: (telegram: GridMeter.Telegram, arrival: Int)?
        var asked: Int?
        var nextRequest = self.inverter.pollInterval
        for millisecond in 0..<load.duration {
            let power = load.power(at: millisecond)
            inverter.step(at: millisecond)
            let grid = power - inverter.output
            meter.count(grid)
            if millisecond % Trace.interval == 0 { trace.append(load: power, output: inverter.output) }

            if millisecond % telegramInterval == 0, !losses.contains(where: { $0.contains(millisecond) }) {
                let telegram = meter.telegram(of: grid, at: millisecond)
                let time = (transmits ? telegram.transmissionTime : 0) + link.processingTime
                onTheWay = (telegram, millisecond + time)
            }
            if let (telegram, arrival) = onTheWay, arrival <= millisecond {
                onTheWay = nil
                try await link.take(telegram, at: millisecond)
            }

            if millisecond % Self.lookInterval == 0 { await link.look(at: millisecond) }
            if asked == nil, millisecond >= nextRequest {
                asked = millisecond
                try await link.ask(at: millisecond)
            }
            guard let began = asked else { continue }
            let answer = try await link.answer(at: millisecond)
            guard answer != nil || millisecond - began >= self.inverter.answerTimeout else { continue }
            switch answer {
            case .power(let watts): inverter.act(on: watts, at: millisecond)
            case .exception: break
            case nil: try await link.giveUp()
            }
            asked = nil
            let jitter = Int.random(in: -self.inverter.pollJitter...self.inverter.pollJitter, using: &chance)
            nextRequest = millisecond + self.inverter.pollInterval + jitter
        }
        return trace
    }
}
