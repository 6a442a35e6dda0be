// SPDX-License-Identifier: Apache-2.0

/// A three-phase house with solar panels, a heat pump and an electric car, in which every day is the same day.
///
/// All of it follows from the seed and the time, so counters need no memory: they are the whole days so far times
/// what a day counts, and what this day has counted yet.
package struct SimulatedHouse: Hashable, Sendable {
    private static let secondsPerDay = 86400
    /// The gas and water meters are read every five minutes (DSMR P1 5.0.2 §6.5).
    private static let submeterPeriod = 300
    /// Winter time of Central Europe, in which this household lives all year.
    private static let secondsAheadOfUTC: Int64 = 3600
    /// 2024-01-01, the day on which the meters were put in, in days since 1970-01-01.
    private static let installation: Int64 = 19723
    /// Times before 1970 and after 9999 are taken for the nearest in between.
    private static let times: ClosedRange<Int64> = 0...253_402_300_799
    /// Day tariff from 7:00 to 23:00.
    private static let normalTariff = 7 * 3600..<23 * 3600

    private let noise: SeededNoise
    private let runs: [ApplianceRun]
    /// What the day has counted at the start of each minute, and at its end.
    private var energyAtMinute: [HouseEnergy] = []
    /// Litres at each reading of the day, and at its end.
    private var gasAtReading: [Int64] = []
    private var waterAtReading: [Int64] = []

    /// Builds the house; works through one day of its life, which takes some milliseconds.
    package init(seed: UInt64) {
        noise = SeededNoise(seed: seed)
        runs = ApplianceRun.day(of: noise)
        countEnergy()
        countGasAndWater()
    }

    /// The state at a time in seconds since 1970-01-01 00:00 UTC.
    package func state(at time: Int64) -> HouseState {
        let time = min(max(time, Self.times.lowerBound), Self.times.upperBound)
        let local = time + Self.secondsAheadOfUTC
        let day = local / Int64(Self.secondsPerDay)
        let second = Int(local % Int64(Self.secondsPerDay))
        let reading = second / Self.submeterPeriod
        let power = power(at: second)
        let voltage = voltage(at: second, power: power)
        var current = PhaseValues()
        for phase in 0..<3 {
            current[phase] = (abs(power[phase]) * 10 + voltage[phase] / 2) / voltage[phase]
        }
        let days = day - Self.installation
        return HouseState(
            time: time,
            power: power,
            voltage: voltage,
            current: current,
            isNormalTariff: Self.normalTariff.contains(second),
            energy: energyAtMinute[Self.secondsPerDay / 60] * days + energy(before: second),
            gas: gasAtReading[Self.secondsPerDay / Self.submeterPeriod] * days + gasAtReading[reading],
            water: waterAtReading[Self.secondsPerDay / Self.submeterPeriod] * days + waterAtReading[reading],
            submeterTime: time - Int64(second % Self.submeterPeriod)
        )
    }

    /// The active power of each phase in a second of the day, in watts; import is positive.
    func power(at second: Int) -> PhaseValues {
        var power = PhaseValues()
        let sun = sunPower(at: second)
        for phase in 0..<3 {
            let base = [110, 60, 80][phase]
            power[phase] = base + noise.drift(.load, phase, second: second, period: 240) * 40 / 1000
            power[phase] += noise.integer(.ripple, second * 3 + phase, in: -3...3) - sun
        }
        power.l1 += fridgePower(at: second)
        power.l2 += heatPumpPower(at: second)
        for run in runs {
            power[run.phase] += run.power(at: second)
        }
        return power
    }

    /// One third of what the panels give: 5.7 kW at best, from 5:50 to 19:10.
    private func sunPower(at second: Int) -> Int {
        let rise = 21000
        let set = 69000
        guard rise < second, second < set else { return 0 }
        let half = (set - rise) / 2
        let height = (second - rise) * (set - second) * 1000 / (half * half)
        // Clear sky most of the time: only the lower part of the drift dims the sun.
        let cloud = noise.drift(.cloud, 0, second: second, period: 360) * 2
        let clearness = 150 + min(cloud, 850)
        return 1900 * height / 1000 * clearness / 1000
    }

    /// A compressor that runs twelve minutes of every forty.
    private func fridgePower(at second: Int) -> Int {
        let offset = noise.integer(.start, 0, in: 0...2399)
        return (second + offset) % 2400 < 720 ? 90 : 0
    }

    /// It modulates while it runs, and runs twenty minutes of every forty-five, at night thirty.
    private func heatPumpPower(at second: Int) -> Int {
        let offset = noise.integer(.start, 1 << 16, in: 0...2699)
        let isNight = second < 6 * 3600 || second >= 21 * 3600
        guard (second + offset) % 2700 < (isNight ? 1800 : 1200) else { return 0 }
        return 700 + noise.drift(.load, 3, second: second, period: 900) * 600 / 1000
    }

    /// The voltage of each phase in tenths of a volt: drifting, lowered by import and raised by export.
    private func voltage(at second: Int, power: PhaseValues) -> PhaseValues {
        var voltage = PhaseValues()
        for phase in 0..<3 {
            voltage[phase] = 2285 + noise.drift(.voltage, phase, second: second, period: 600) * 50 / 1000
            voltage[phase] += noise.integer(.voltageRipple, second * 3 + phase, in: -2...2)
            // 12 mV for each watt: a house connection of 0.28 ohms.
            voltage[phase] -= power[phase] * 12 / 1000
        }
        return voltage
    }

    /// What the day has counted before this second.
    private func energy(before second: Int) -> HouseEnergy {
        let minute = second / 60
        var energy = energyAtMinute[minute]
        for counted in minute * 60..<second {
            energy.count(watts: power(at: counted).sum, isNormalTariff: Self.normalTariff.contains(counted))
        }
        return energy
    }

    private mutating func countEnergy() {
        var energy = HouseEnergy()
        energyAtMinute.reserveCapacity(Self.secondsPerDay / 60 + 1)
        for second in 0..<Self.secondsPerDay {
            if second.isMultiple(of: 60) { energyAtMinute.append(energy) }
            energy.count(watts: power(at: second).sum, isNormalTariff: Self.normalTariff.contains(second))
        }
        energyAtMinute.append(energy)
    }

    private mutating func countGasAndWater() {
        var gas: Int64 = 0
        var water: Int64 = 0
        for reading in 0..<Self.secondsPerDay / Self.submeterPeriod {
            gasAtReading.append(gas)
            waterAtReading.append(water)
            let hour = reading * Self.submeterPeriod / 3600
            // The heat pump has a boiler's help in the cold hours; people use water when they are awake.
            let isCold = hour < 9 || hour >= 19
            let isAwake = 6..<24 ~= hour
            gas += Int64(noise.integer(.gas, reading, in: isCold ? 0...40 : 0...4))
            let opensTap = isAwake && noise.integer(.water, reading, in: 0...9) < 3
            water += opensTap ? Int64(noise.integer(.water, reading + 1 << 16, in: 1...18)) : 0
        }
        gasAtReading.append(gas)
        waterAtReading.append(water)
    }
}
