// SPDX-License-Identifier: Apache-2.0

/// One time that an appliance runs.
struct ApplianceRun: Hashable, Sendable {
    /// The phase it is connected to, 0 to 2.
    let phase: Int
    /// When, in seconds of the day.
    let time: Range<Int>
    /// What it draws while it heats or works.
    let watts: Int
    /// A thermostat switches it on for the first `on` of every `period` seconds.
    private let on: Int
    private let period: Int

    init(phase: Int, from start: Int, for seconds: Int, watts: Int, thermostat: (on: Int, period: Int) = (1, 1)) {
        self.phase = phase
        time = start..<start + seconds
        self.watts = watts
        on = thermostat.on
        period = thermostat.period
    }

    /// What it draws in that second of the day.
    func power(at second: Int) -> Int {
        guard time.contains(second) else { return 0 }
        return (second - time.lowerBound) % period < on ? watts : 0
    }

    /// What happens on a day in this house. Its hours are the household's, its minutes are chance.
    static func day(of noise: SeededNoise) -> [ApplianceRun] {
        var draws = 0
        /// A time near the hour, give or take.
        func near(_ hour: Double, minutes: Int) -> Int {
            draws += 1
            return Int(hour * 3600) + noise.integer(.start, draws, in: -minutes * 60...minutes * 60)
        }
        func length(_ seconds: ClosedRange<Int>) -> Int {
            draws += 1
            return noise.integer(.length, draws, in: seconds)
        }

        var runs: [ApplianceRun] = []
        for hour in [7.0, 8.5, 12.25, 15.5, 20.0] {
            runs.append(ApplianceRun(phase: 0, from: near(hour, minutes: 20), for: length(130...210), watts: 2000))
        }
        runs.append(
            ApplianceRun(
                phase: 0,
                from: near(17.75, minutes: 30),
                for: length(1800...3600),
                watts: 2300,
                thermostat: (40, 70)
            )
        )
        // The washing machine and the dishwasher heat first and then turn.
        let laundry = near(10, minutes: 90)
        runs.append(ApplianceRun(phase: 1, from: laundry, for: 900, watts: 2000))
        runs.append(ApplianceRun(phase: 1, from: laundry + 900, for: 3000, watts: 250, thermostat: (8, 14)))
        let dishes = near(19.75, minutes: 25)
        runs.append(ApplianceRun(phase: 1, from: dishes, for: 1200, watts: 1900))
        runs.append(ApplianceRun(phase: 1, from: dishes + 1200, for: 2400, watts: 60))
        // The car takes 16 A: at noon from the sun, in the evening what is missing.
        runs.append(ApplianceRun(phase: 2, from: near(12.5, minutes: 40), for: length(3600...5400), watts: 3680))
        runs.append(ApplianceRun(phase: 2, from: near(18.25, minutes: 45), for: length(7200...12000), watts: 3680))
        runs.append(ApplianceRun(phase: 2, from: near(19, minutes: 30), for: length(9000...14000), watts: 140))
        return runs
    }
}
