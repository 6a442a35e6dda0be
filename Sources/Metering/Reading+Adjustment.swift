// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Reading {
    /// The reading that a consumer with an adjustment is told; the very same one, not copied, where nothing is adjusted.
    ///
    /// * `phases` gives every quantity of a phase the name of another one, the voltages between them and the quality of their
    ///   voltage included. What is the same for all phases stays.
    /// * `scale` multiplies everything that is measured through current transformers: powers, currents, energies, demands,
    ///   and the limits in their units. Voltages, frequency, power factors and submeters stay.
    /// * `offset` is added to the power and to the phases' powers, exactly; what follows from them follows from the new ones:
    ///   directions, currents, apparent powers, power factors. Reactive power stays, and so do energies, demands and
    ///   averages, which are of the past. `power.absolute`, `current.sum` and `current.any` don't follow from the power of
    ///   the phases, so they are absent rather than contradict it. `current.lN.measured` stays: it is what was measured.
    ///
    /// Objects that a register map names by their OBIS code are told as sent where it names no unit, and multiplied where
    /// their unit is one of those above.
    package func adjusted(by adjustment: Adjustment) -> Reading {
        guard !adjustment.isIdentity else { return self }
        var reading = self
        if adjustment.changesPhases { reading.values.rename(adjustment.phases) }
        if adjustment.changesSize {
            reading.scale = adjustment.scale
            reading.values.multiply(by: adjustment.scale)
        }
        if adjustment.offset.mantissa != 0 {
            reading.values.shift(by: adjustment.offset, at: adjustment.offsetPlace)
        }
        return reading
    }
}

extension ReadingValues {
    /// The quantity of L1 of every family that has one for each phase; L2 and L3 follow it.
    private static let families: [Quantity] = [
        .powerL1, .powerL1Import, .powerL1Export, .voltageL1, .voltageL1Average, .voltageL1Sags, .voltageL1SagDuration,
        .voltageL1SagVoltage, .voltageL1Swells, .voltageL1SwellDuration, .voltageL1SwellVoltage, .currentL1,
        .currentL1Measured, .fuseL1, .reactiveL1, .reactiveL1Import, .reactiveL1Export, .apparentL1, .apparentL1Import,
        .apparentL1Export, .powerFactorL1, .energyImportL1, .energyExportL1,
    ]

    /// What current transformers make smaller.
    private static let transformed: [Quantity] = Quantity.allCases.filter { quantity in
        let isOfSubmeter = (Quantity.gasVolume.rawValue...Quantity.gasValve.rawValue).contains(quantity.rawValue)
        return !isOfSubmeter && quantity.unit.isTransformed
    }

    /// - Parameter phases: which one is told as L1, L2 and L3.
    fileprivate mutating func rename(_ phases: [Phase]) {
        for first in ReadingValues.families {
            rearrange((0..<3).map { first.advanced(by: $0) }, as: phases.map { first.advanced(by: Int($0.rawValue)) })
        }
        // The voltage between two phases is the one without the third.
        rearrange(
            Phase.allCases.map(\.next.lineVoltage),
            as: Phase.allCases.map { phases[Int($0.rawValue)].next.lineVoltage }
        )
    }

    fileprivate mutating func multiply(by factor: Decimal) {
        for quantity in ReadingValues.transformed {
            if let number = self[quantity] { adjust(quantity, to: number.multiplied(by: factor)) }
        }
    }
}

extension Unit {
    /// Whether it measures something that goes through current transformers: amperes, their products with volts, and energies.
    var isTransformed: Bool { dimension.ampere == 1 }
}
