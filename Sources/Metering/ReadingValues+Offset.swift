// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension ReadingValues {
    /// What belongs to one active power: that of a phase, or of all of them.
    private struct Load {
        let power: Quantity
        let taken: Quantity
        let given: Quantity
        let reactive: Quantity
        let apparent: Quantity
        let apparentTaken: Quantity
        let apparentGiven: Quantity
        let factor: Quantity

        static let total = Load(
            power: .power,
            taken: .powerImport,
            given: .powerExport,
            reactive: .reactive,
            apparent: .apparent,
            apparentTaken: .apparentImport,
            apparentGiven: .apparentExport,
            factor: .powerFactor
        )

        static func phase(_ phase: Phase) -> Load {
            Load(
                power: phase.power,
                taken: phase.powerImport,
                given: phase.powerExport,
                reactive: phase.reactive,
                apparent: phase.apparent,
                apparentTaken: phase.apparentImport,
                apparentGiven: phase.apparentExport,
                factor: phase.powerFactor
            )
        }
    }

    /// Adds watts to the total, and the same to its phases together; all that follows from them stays true.
    ///
    /// Where the meter doesn't have the phase, another one gets them, so that the phases still sum up to the total.
    mutating func shift(by watts: Decimal, at place: Adjustment.Place) {
        let known = Phase.allCases.filter { self[$0.power] != nil }
        let shifted: [Phase] =
            switch place {
            case .everyPhase: known
            case .phase(let phase): known.contains(phase) ? [phase] : Array(known.prefix(1))
            }
        // In steps of the offset's last digit, so that registers in whole watts sum up too.
        let places = watts.exponent < 0 ? Int8(clamping: watts.exponent.magnitude) : 0
        var rest = watts
        for (index, phase) in shifted.enumerated() {
            let share = rest.divided(by: Decimal(Int64(shifted.count - index)), places: places) ?? rest
            shift(phase, by: share)
            rest = rest.subtracting(share) ?? .zero
        }
        shift(.total, by: watts)
        for quantity in [Quantity.powerAbsolute, .currentSum, .currentAny] { remove(quantity) }
    }

    private mutating func shift(_ phase: Phase, by watts: Decimal) {
        let before = self[phase.power]?.double ?? 0
        shift(.phase(phase), by: watts)
        shiftCurrent(phase, by: watts.double, from: before)
        if derivation(phase.apparent) == .voltageTimesCurrent,
            let voltage = self[phase.voltage], voltage >= ReadingValues.leastVoltage, let current = self[phase.current]
        {
            adjust(phase.apparent, to: voltage.multiplied(by: current.absolute)?.rounded(toPlaces: 1))
            tellFactor(.phase(phase), reactiveByFactor: nil)
        }
    }

    private mutating func shift(_ load: Load, by watts: Decimal) {
        guard let old = self[load.power], let new = old.adding(watts) else { return }
        if self[load.taken] != nil || self[load.given] != nil {
            // A meter that tells both directions at once goes on doing so.
            let both = min(self[load.taken] ?? .zero, self[load.given] ?? .zero)
            adjust(load.taken, to: (new.mantissa > 0 ? new : .zero).adding(both))
            adjust(load.given, to: (new.mantissa < 0 ? new.negated : .zero).adding(both))
        }
        let reactiveByFactor = reactiveSquaredByFactor(load, old.double)
        adjust(load.power, to: new)
        tellApparent(load, from: old.double, to: new.double)
        tellFactor(load, reactiveByFactor: reactiveByFactor)
    }

    /// P² + Q² = S², and Q stays.
    private mutating func tellApparent(_ load: Load, from old: Double, to new: Double) {
        guard let apparent = self[load.apparent] else { return }
        if derivation(load.apparent) == .sumOfPhases {
            return adjust(load.apparent, to: Decimal.sum(Phase.allCases.compactMap { self[$0.apparent] }))
        }
        let reactiveSquared: Double
        if derivation(load.apparent) == .activeAndReactive, let reactive = self[load.reactive]?.double {
            reactiveSquared = reactive * reactive
        } else {
            reactiveSquared = max(0, apparent.double * apparent.double - old * old)
        }
        let told = Decimal(rounding: (new * new + reactiveSquared).squareRoot(), toPlaces: 1)
        adjust(load.apparent, to: told)
        guard self[load.apparentTaken] != nil || self[load.apparentGiven] != nil else { return }
        adjust(load.apparentTaken, to: new < 0 ? .zero : told)
        adjust(load.apparentGiven, to: new < 0 ? told : .zero)
    }

    /// Q² = P²·(1/λ² − 1), of a power factor that the meter itself has sent; `nil` where that says nothing of Q.
    private func reactiveSquaredByFactor(_ load: Load, _ power: Double) -> Double? {
        guard let factor = self[load.factor]?.double, derivation(load.factor) != .powerOverApparent else { return nil }
        guard factor != 0, power != 0 else { return nil }
        return max(0, power * power * (1 / (factor * factor) - 1))
    }

    private mutating func tellFactor(_ load: Load, reactiveByFactor: Double?) {
        guard self[load.factor] != nil, let power = self[load.power]?.double else { return }
        let apparent: Double
        if let reactiveByFactor {
            apparent = (power * power + reactiveByFactor).squareRoot()
        } else if derivation(load.factor) == .powerOverApparent {
            apparent = self[load.apparent]?.double ?? 0
        } else {
            apparent = 0
        }
        guard apparent > 0 else { return remove(load.factor) }
        adjust(load.factor, to: Decimal(rounding: max(-1, min(1, power / apparent)), toPlaces: 3))
    }

    /// The current has the sign of the power and is |P| / U, with what reactive current there is at a right angle to it.
    /// Without a voltage only its sign can follow.
    private mutating func shiftCurrent(_ phase: Phase, by watts: Double, from old: Double) {
        guard let current = self[phase.current], let power = self[phase.power] else { return }
        let signed = { (value: Decimal) in power.mantissa < 0 ? value.absolute.negated : value.absolute }
        guard let voltage = self[phase.voltage], voltage >= ReadingValues.leastVoltage else {
            return adjust(phase.current, to: signed(current))
        }
        if derivation(phase.current) == .powerOverVoltage {
            return adjust(phase.current, to: power.divided(by: voltage, places: 3))
        }
        let volts = voltage.double
        let amperes: Double
        if quality(phase.power) == .estimated {
            // The measured current has nothing to do with the guessed power.
            amperes = current.double + watts / volts
        } else {
            let reactiveSquared = max(0, current.double * current.double - old / volts * old / volts)
            let active = power.double / volts
            amperes = (active * active + reactiveSquared).squareRoot()
        }
        adjust(phase.current, to: Decimal(rounding: amperes, toPlaces: 3).map(signed))
    }
}
