// SPDX-License-Identifier: Apache-2.0

/// One value for each of the three phases.
package struct PhaseValues: Hashable, Sendable {
    /// The phases in their order.
    package var l1 = 0, l2 = 0, l3 = 0

    /// The sum of the phases.
    package var sum: Int { l1 + l2 + l3 }

    /// The value of a phase, 0 to 2; any other number means the third.
    subscript(phase: Int) -> Int {
        get {
            switch phase {
            case 0: l1
            case 1: l2
            default: l3
            }
        }
        set {
            switch phase {
            case 0: l1 = newValue
            case 1: l2 = newValue
            default: l3 = newValue
            }
        }
    }
}

/// What the counters of the house have counted, in watt-seconds; exact, so that they can only grow.
package struct HouseEnergy: Hashable, Sendable {
    /// Taken from the grid at night (tariff 1) and by day (tariff 2).
    package var importLow: Int64 = 0, importNormal: Int64 = 0
    /// Given to the grid at night (tariff 1) and by day (tariff 2).
    package var exportLow: Int64 = 0, exportNormal: Int64 = 0

    /// Counts one second of the net power: import if positive.
    mutating func count(watts: Int, isNormalTariff: Bool) {
        let energy = Int64(watts)
        switch (watts > 0, isNormalTariff) {
        case (true, false): importLow += energy
        case (true, true): importNormal += energy
        case (false, false): exportLow -= energy
        case (false, true): exportNormal -= energy
        }
    }

    static func + (left: Self, right: Self) -> Self {
        HouseEnergy(
            importLow: left.importLow + right.importLow,
            importNormal: left.importNormal + right.importNormal,
            exportLow: left.exportLow + right.exportLow,
            exportNormal: left.exportNormal + right.exportNormal
        )
    }

    static func * (energy: Self, factor: Int64) -> Self {
        HouseEnergy(
            importLow: energy.importLow * factor,
            importNormal: energy.importNormal * factor,
            exportLow: energy.exportLow * factor,
            exportNormal: energy.exportNormal * factor
        )
    }
}

/// All that the meter of a simulated house can see at one moment.
package struct HouseState: Hashable, Sendable {
    /// The moment, in seconds since 1970-01-01 00:00 UTC.
    package var time: Int64
    /// Active power of each phase in watts; import is positive. Their sum is what the energy counts.
    package var power: PhaseValues
    /// Voltage of each phase in tenths of a volt.
    package var voltage: PhaseValues
    /// Current of each phase in whole amperes, without a sign.
    package var current: PhaseValues
    /// Whether tariff 2 (day) is in force.
    package var isNormalTariff: Bool
    /// What was counted before this second.
    package var energy: HouseEnergy
    /// Gas and water that were counted up to ``submeterTime``, in litres.
    package var gas: Int64, water: Int64
    /// When the gas and water meters were last read, in seconds since 1970-01-01 00:00 UTC.
    package var submeterTime: Int64
}
