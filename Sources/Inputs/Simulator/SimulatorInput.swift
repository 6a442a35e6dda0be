// SPDX-License-Identifier: Apache-2.0

/// A simulated meter that sends its telegrams at a steady pace, beginning with the wall clock's time.
package struct SimulatorInput: Input {
    private let seed: UInt64
    private let speed: Double
    private let timekeeper: Timekeeper

    /// Creates an input.
    ///
    /// - Parameters:
    ///   - seed: which house; the same seed and time give the same telegram.
    ///   - speed: telegrams a second, more than zero; each is one simulated second after the other.
    package init(seed: UInt64, speed: Double, timekeeper: Timekeeper) {
        self.seed = seed
        self.speed = speed
        self.timekeeper = timekeeper
    }

    package func run(delivering deliver: (InputEvent) async -> Void) async {
        let meter = SimulatedMeter(house: SimulatedHouse(seed: seed))
        await deliver(.connected("simulated house (seed \(seed))"))
        let began = timekeeper.wallTime()
        var pace = Pace(start: timekeeper.now(), period: .seconds(1 / speed))
        while true {
            let next = pace.next(now: timekeeper.now())
            do throws(CancellationError) {
                try await timekeeper.sleep(next.time)
            } catch {
                return
            }
            await deliver(.bytes(meter.telegram(at: began + next.beat), arrival: timekeeper.now()))
        }
    }
}
