// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// Stands guard over readings that no checksum vouches for: energy does not fall or leap, and the power is no more than the
/// currents can carry.
///
/// Starts anew for another meter, and after three readings in a row that it refused but that agree with each other: then the
/// one it remembers was the wrong one.
package struct PlausibilityGuard: Sendable {
    /// Readings that must agree before the remembered one is given up.
    static let agreeing = 3

    private struct Remembered: Sendable {
        let meterID: String?
        let energies: [Decimal?]
        let arrival: ContinuousClock.Instant

        init(_ reading: Reading, _ arrival: ContinuousClock.Instant) {
            meterID = reading.meterID
            energies = [reading[.energyImport], reading[.energyExport]]
            self.arrival = arrival
        }
    }

    private var accepted: Remembered?
    private var refused: [Remembered] = []

    package init() {}

    /// What cannot be about a reading, or `nil`. Only ask for readings without a valid checksum, but tell it of all of them.
    package mutating func objection(to reading: Reading, at arrival: ContinuousClock.Instant) -> String? {
        if let impossible = PlausibilityGuard.impossiblePower(reading) { return impossible }
        let now = Remembered(reading, arrival)
        guard let before = accepted, before.meterID == now.meterID else {
            accept(now)
            return nil
        }
        guard let objection = PlausibilityGuard.energyObjection(from: before, to: now) else {
            accept(now)
            return nil
        }
        if let last = refused.last, PlausibilityGuard.energyObjection(from: last, to: now) != nil {
            refused.removeAll()
        }
        refused.append(now)
        guard refused.count >= PlausibilityGuard.agreeing else { return objection }
        accept(now)
        return nil
    }

    /// A checksum vouched for it: it is the new measure.
    package mutating func note(_ reading: Reading, at arrival: ContinuousClock.Instant) {
        accept(Remembered(reading, arrival))
    }

    private mutating func accept(_ reading: Remembered) {
        accepted = reading
        refused.removeAll()
    }

    /// |P| ≤ 1.5 · ΣU·(I + one step of I) + 100 W, where voltages and currents are sent.
    private static func impossiblePower(_ reading: Reading) -> String? {
        guard let power = reading[.power] else { return nil }
        var limit = 0.0
        for phase in Phase.allCases {
            guard let current = reading[phase.measuredCurrent] else { continue }
            guard let voltage = reading[phase.voltage] else { return nil }
            let step = Decimal(1, exponent: current.exponent).double
            limit += voltage.double * (current.double + step)
        }
        guard limit > 0, abs(power.double) > 1.5 * limit + 100 else { return nil }
        return "the power of \(power) W is more than the voltages and currents can be"
    }

    private static func energyObjection(from before: Remembered, to now: Remembered) -> String? {
        for (old, new) in zip(before.energies, now.energies) {
            guard let old, let new else { continue }
            switch EnergyStep(from: old, to: new, in: now.arrival - before.arrival) {
            case .plausible: continue
            case .fell: return "the energy fell from \(old) to \(new) kWh"
            case .leapt: return "the energy leapt from \(old) to \(new) kWh"
            }
        }
        return nil
    }
}
