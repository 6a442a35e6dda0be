// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Inputs

@Suite("The simulated house")
struct SimulatedHouseTests {
    /// 2026-04-01 00:00 in winter time of Central Europe.
    private static let midnight: Int64 = 1_774_998_000
    private static let seeds: [UInt64] = [0, 1, 7, .max]
    /// Built once: a house takes its time in a debug build.
    private static let houses = Dictionary(uniqueKeysWithValues: seeds.map { ($0, SimulatedHouse(seed: $0)) })

    private func house(_ seed: UInt64) throws -> SimulatedHouse {
        try #require(Self.houses[seed])
    }

    @Test("Energy is the integral of the net power and never falls, across midnight too", arguments: seeds)
    func energy(seed: UInt64) throws {
        let house = try house(seed)
        var last = house.state(at: Self.midnight - 600)
        var counted = last.energy
        var isRight = true
        for _ in 0..<1200 {
            let state = house.state(at: last.time + 1)
            counted.count(watts: last.power.sum, isNormalTariff: last.isNormalTariff)
            isRight = isRight && state.energy == counted
            last = state
        }
        #expect(isRight)
    }

    @Test("A day counts what its seconds add up to", arguments: seeds)
    func dayTotal(seed: UInt64) throws {
        let house = try house(seed)
        var energy = HouseEnergy()
        for second in 0..<86400 {
            energy.count(watts: house.power(at: second).sum, isNormalTariff: 25200..<82800 ~= second)
        }
        let before = house.state(at: Self.midnight).energy
        let after = house.state(at: Self.midnight + 86400).energy
        #expect(after == before + energy)
        #expect(energy.importLow > 0 && energy.importNormal > 0 && energy.exportNormal > 0)
    }

    @Test("Counters never fall, whatever the time between two looks", arguments: seeds)
    func counters(seed: UInt64) throws {
        let house = try house(seed)
        var last = house.state(at: Self.midnight - 86400)
        for minute in stride(from: 0, to: 3 * 1440, by: 7) {
            let state = house.state(at: Self.midnight - 86400 + Int64(minute) * 60 + 13)
            #expect(state.energy.importLow >= last.energy.importLow)
            #expect(state.energy.importNormal >= last.energy.importNormal)
            #expect(state.energy.exportLow >= last.energy.exportLow)
            #expect(state.energy.exportNormal >= last.energy.exportNormal)
            #expect(state.gas >= last.gas && state.water >= last.water)
            #expect(state.submeterTime % 300 == 0 && (0..<300).contains(state.time - state.submeterTime))
            last = state
        }
    }

    @Test("Voltage, current and power fit each other and a fuse of 3 × 25 A", arguments: seeds)
    func electricity(seed: UInt64) throws {
        let house = try house(seed)
        var mixed = 0
        var exporting = 0
        for second in stride(from: Int64(0), to: 86400, by: 37) {
            let state = house.state(at: Self.midnight + second)
            for phase in 0..<3 {
                let power = abs(state.power[phase]) * 10
                #expect(power <= state.voltage[phase] * (state.current[phase] + 1))
                #expect((2070...2530).contains(state.voltage[phase]))
                #expect(state.current[phase] <= 25)
            }
            let phases = [state.power.l1, state.power.l2, state.power.l3]
            if phases.contains(where: { $0 < 0 }), phases.contains(where: { $0 > 0 }) { mixed += 1 }
            if state.power.sum < 0 { exporting += 1 }
        }
        #expect(mixed > 50)
        #expect(exporting > 200)
    }

    @Test("The same seed is the same house and another seed another")
    func sameSeed() throws {
        let first = try house(1)
        #expect(first.state(at: Self.midnight + 45000) == SimulatedHouse(seed: 1).state(at: Self.midnight + 45000))
        #expect(try first.state(at: Self.midnight + 45000) != house(7).state(at: Self.midnight + 45000))
    }

    @Test("No time is too early or too late", arguments: [Int64.min, -1, 0, .max])
    func extremes(time: Int64) throws {
        let meter = SimulatedMeter(house: try house(1))
        #expect(meter.telegram(at: time).count > 800)
    }
}
