// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

/// A house whose meter tells no demand, the clocks beside it, and what is told of it.
struct MeteredHouse {
    private static let start = ContinuousClock.now

    var ledger: CounterLedger
    /// What the meter is and says beside its clock and its counter.
    var telegram: WrittenTelegram
    /// Of the gateway, since its start.
    private(set) var now = Duration.zero
    /// `energy.import`, in Wh.
    var energy = 5_000_000
    private(set) var told: Reading?

    init(_ telegram: WrittenTelegram = .dutch5, _ ledger: CounterLedger = CounterLedger(isKept: true)) {
        self.telegram = telegram.without("1-0:1.8.2")
        self.ledger = ledger
    }

    var arrival: ContinuousClock.Instant { MeteredHouse.start + now }

    subscript(_ quantity: Quantity) -> Int64? { told?[quantity].flatMap { Int64(exactly: $0.double) } }

    /// A telegram comes.
    ///
    /// - Parameters:
    ///   - clock: what the meter's shows, such as `260115103000W`; `nil` for a meter without one.
    ///   - passed: since the last telegram, by the gateway's clock.
    ///   - taken: in the meantime, in Wh.
    ///   - wallTime: the gateway's wall clock.
    mutating func say(
        _ clock: String?,
        after passed: Duration = .seconds(10),
        taken: Int = 0,
        wallTime: Int64 = 0
    ) throws {
        now += passed
        energy += taken
        let digits = String(energy)
        let padded = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
        var said = telegram.with("1-0:1.8.1(\(padded.dropLast(3)).\(padded.suffix(3))*kWh)")
        said = clock.map { said.with("0-0:1.0.0(\($0))") } ?? said.without("0-0:1.0.0")
        var reading = try said.reading()
        ledger.take(&reading, at: arrival, wallTime: wallTime) { _ in }
        told = reading
    }

    /// A telegram every ten seconds, from ten seconds after the hour's minute, through the minutes.
    ///
    /// - Parameters:
    ///   - day: such as `260115`.
    ///   - minutes: since midnight of that day.
    ///   - each: taken in ten seconds, in Wh.
    mutating func run(_ day: String, _ minutes: Range<Int>, season: String = "W", each: Int) throws {
        for second in stride(from: minutes.lowerBound * 60 + 10, through: minutes.upperBound * 60, by: 10) {
            let parts = [second / 3600, second / 60 % 60, second % 60]
            let time = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
            try say(day + time + season, taken: each)
        }
    }

    /// The program ends, cleanly or not, and starts again with what stands on disk.
    mutating func restart(isClean: Bool = false) {
        let kept = isClean ? ledger.finalRecords() : ledger.records(at: arrival)
        ledger = CounterLedger(kept, isKept: true)
    }
}
