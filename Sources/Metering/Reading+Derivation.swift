// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Reading {
    /// Adds what follows from what was sent.
    mutating func derive() {
        if hasPeakHistory { values.derive(.demandImportPeakAverage, .meanOfPeaks, meanOfPeaks) }
        values.deriveTotals()
        values.derivePhases()
    }
}

extension ReadingValues {
    /// Below this a phase isn't measured or not connected: a dead phase may read 1.0 V, one of a delta net 0.0 V.
    static var leastVoltage: Decimal { Decimal(50) }

    mutating func deriveTotals() {
        splitSigned(.power, .powerImport, .powerExport)
        for phase in Phase.allCases { splitSigned(phase.power, phase.powerImport, phase.powerExport) }
        if !has(.powerImport), !has(.powerExport), let net = netOfPhases() {
            derive(.powerImport, .sumOfPhases, net.mantissa > 0 ? net : .zero)
            derive(.powerExport, .sumOfPhases, net.mantissa < 0 ? net.negated : .zero)
        }
        derive(.power, .importMinusExport, net(.powerImport, .powerExport))
        deriveFromQuadrants()
        derive(.reactive, .importMinusExport, net(.reactiveImport, .reactiveExport))
        derive(.apparent, .greaterDirection, greater(.apparentImport, .apparentExport))
        if !has(.energyImport) { derive(.energyImport, .sumOfTariffs, sumOfTariffs(from: .energyImportT1)) }
        if !has(.energyExport) { derive(.energyExport, .sumOfTariffs, sumOfTariffs(from: .energyExportT1)) }
    }

    /// German meters know one power with a sign: as 16.7.0, or as 1.7.0 below zero. No other meter's import is ever negative.
    private mutating func splitSigned(_ power: Quantity, _ taken: Quantity, _ given: Quantity) {
        if isUnreadable(power) || isUnreadable(given) { return }
        if let net = self[power] {
            derive(taken, .signOfPower, net.mantissa > 0 ? net : .zero)
            derive(given, .signOfPower, net.mantissa < 0 ? net.negated : .zero)
        } else if let net = self[taken], net.mantissa < 0, (self[given] ?? .zero).mantissa == 0 {
            derive(power, .importMinusExport, net)
            replace(taken, .signOfPower, .zero)
            replace(given, .signOfPower, net.negated)
        }
    }

    /// Hungarian meters tell reactive power by quadrant: in the first two it is imported (IEC 62053-23, annex C).
    private mutating func deriveFromQuadrants() {
        derive(.reactiveImport, .sumOfQuadrants, sum(.reactiveQ1, .reactiveQ2))
        derive(.reactiveExport, .sumOfQuadrants, sum(.reactiveQ3, .reactiveQ4))
        derive(.reactiveEnergyImport, .sumOfQuadrants, sum(.reactiveEnergyQ1, .reactiveEnergyQ2))
        derive(.reactiveEnergyExport, .sumOfQuadrants, sum(.reactiveEnergyQ3, .reactiveEnergyQ4))
    }

    private func sum(_ one: Quantity, _ other: Quantity) -> Decimal? {
        guard let one = self[one], let other = self[other] else { return nil }
        return one.adding(other)
    }

    mutating func derivePhases() {
        let hasThreePhases = sendsMoreThanOnePhase
        if has(.power) || has(.energyImport) {
            derive(.meterPhases, .whichLinesAreSent, Decimal(hasThreePhases ? 3 : 1))
        }
        let signsCurrents = Phase.allCases.contains { (self[$0.measuredCurrent]?.mantissa ?? 0) < 0 }
        for phase in Phase.allCases where phase == .l1 || hasThreePhases {
            derivePower(phase, hasThreePhases)
            derive(phase.reactive, .importMinusExport, net(phase.reactiveImport, phase.reactiveExport))
            deriveCurrent(phase, isSigned: signsCurrents)
            deriveApparent(phase)
            deriveEnergy(phase.energyImport, of: .energyImport, hasThreePhases)
            deriveEnergy(phase.energyExport, of: .energyExport, hasThreePhases)
            if hasThreePhases { deriveLineVoltage(phase) }
        }
        deriveApparentTotal(hasThreePhases)
    }

    private func isDerived(_ quantity: Quantity, _ derivation: Derivation) -> Bool {
        let (kind, detail) = origin(quantity)
        return kind == .derived && detail == derivation.rawValue
    }

    private var sendsMoreThanOnePhase: Bool {
        [Phase.l2, .l3].contains { phase in
            has(phase.power) || has(phase.voltage) || has(phase.measuredCurrent) || has(phase.powerImport)
                || has(phase.powerExport)
        }
    }

    /// Import minus export; a meter that sends one of them only has only that direction.
    private func net(_ taken: Quantity, _ given: Quantity) -> Decimal? {
        if isUnreadable(taken) || isUnreadable(given) { return nil }
        guard let taken = self[taken] else { return self[given]?.negated }
        guard let given = self[given] else { return taken }
        return taken.subtracting(given)
    }

    /// Meters that tell apparent power by direction send 0 for the other one: what flows is whichever is greater.
    private func greater(_ taken: Quantity, _ given: Quantity) -> Decimal? {
        if isUnreadable(taken) || isUnreadable(given) { return nil }
        guard let taken = self[taken] else { return self[given] }
        guard let given = self[given] else { return taken }
        return max(taken, given)
    }

    /// For meters that send phases but no total: the total is balanced over the phases, as the meter's own would be.
    private func netOfPhases() -> Decimal? {
        var sum: Decimal?
        for phase in Phase.allCases {
            if isUnreadable(phase.powerImport) || isUnreadable(phase.powerExport) { return nil }
            guard let net = net(phase.powerImport, phase.powerExport) else { continue }
            guard let next = (sum ?? .zero).adding(net) else { return nil }
            sum = next
        }
        return sum
    }

    /// A sum that doesn't fit is none.
    private func sumOfTariffs(from first: Quantity) -> Decimal? {
        var sum: Decimal?
        for tariff in 0..<16 {
            let quantity = first.advanced(by: tariff)
            if isUnreadable(quantity) { return nil }
            guard let value = self[quantity] else { continue }
            guard let next = (sum ?? .zero).adding(value) else { return nil }
            sum = next
        }
        return sum
    }

    private mutating func derivePower(_ phase: Phase, _ hasThreePhases: Bool) {
        if let net = net(phase.powerImport, phase.powerExport) {
            derive(phase.power, .importMinusExport, net)
        } else if hasThreePhases {
            derive(phase.power, .estimatedShare, third(of: .power, places: 0))
        } else {
            derive(phase.power, .total, self[.power])
        }
    }

    private mutating func deriveEnergy(_ energy: Quantity, of total: Quantity, _ hasThreePhases: Bool) {
        if hasThreePhases {
            derive(energy, .estimatedShare, third(of: total, places: 3))
        } else {
            derive(energy, .total, self[total])
        }
    }

    /// What one of three phases has of a total that is told for all of them only.
    private func third(of total: Quantity, places: Int8) -> Decimal? {
        self[total]?.divided(by: Decimal(3), places: places)
    }

    /// Many meters send whole amperes, too coarse to steer by: |P| / U is finer. Where the current has decimals, or the
    /// phase's voltage isn't measured, it is taken as sent; with its own sign where the meter gives it one.
    private mutating func deriveCurrent(_ phase: Phase, isSigned: Bool) {
        let power = self[phase.power]
        let measured = self[phase.measuredCurrent]
        let isExport = !isSigned && (power?.mantissa ?? 0) < 0
        if measured.map({ $0.exponent >= 0 }) ?? true, let power, !isDerived(phase.power, .estimatedShare),
            let voltage = self[phase.voltage], voltage >= Self.leastVoltage
        {
            return derive(phase.current, .powerOverVoltage, power.divided(by: voltage, places: 3))
        }
        derive(phase.current, .signedMeasured, isExport ? measured?.negated : measured)
    }

    private mutating func deriveApparent(_ phase: Phase) {
        derive(phase.apparent, .greaterDirection, greater(phase.apparentImport, phase.apparentExport))
        if !has(phase.apparent) {
            if let active = self[phase.power], let reactive = self[phase.reactive] {
                derive(phase.apparent, .activeAndReactive, Self.hypotenuse(active, reactive))
            } else if isDerived(phase.current, .signedMeasured),
                let voltage = self[phase.voltage], let current = self[phase.current]
            {
                let product = voltage.multiplied(by: current.absolute)
                derive(phase.apparent, .voltageTimesCurrent, product?.rounded(toPlaces: 1))
            }
        }
        derivePowerFactor(phase.powerFactor, phase.power, phase.apparent)
    }

    private mutating func deriveApparentTotal(_ hasThreePhases: Bool) {
        if !has(.apparent) {
            if let active = self[.power], let reactive = self[.reactive] {
                derive(.apparent, .activeAndReactive, Self.hypotenuse(active, reactive))
            } else if !hasThreePhases {
                derive(.apparent, .total, self[.apparentL1])
            } else if let l1 = self[.apparentL1], let l2 = self[.apparentL2], let l3 = self[.apparentL3] {
                derive(.apparent, .sumOfPhases, l1.adding(l2)?.adding(l3))
            }
        }
        derivePowerFactor(.powerFactor, .power, .apparent)
    }

    mutating func derivePowerFactor(_ factor: Quantity, _ power: Quantity, _ apparent: Quantity) {
        guard !has(factor), let power = self[power], let apparent = self[apparent], apparent.mantissa > 0 else {
            return
        }
        guard let quotient = power.divided(by: apparent, places: 3) else { return }
        derive(factor, .powerOverApparent, max(Decimal(-1), min(Decimal(1), quotient)))
    }

    /// |a − b| for phasors 120 degrees apart: √(a² + b² + a·b).
    private mutating func deriveLineVoltage(_ phase: Phase) {
        guard let a = self[phase.voltage], let b = self[phase.next.voltage] else { return }
        guard a >= Self.leastVoltage, b >= Self.leastVoltage else { return }
        let (x, y) = (a.double, b.double)
        derive(phase.lineVoltage, .phaseVoltages, Decimal(rounding: (x * x + y * y + x * y).squareRoot(), toPlaces: 1))
    }

    static func hypotenuse(_ a: Decimal, _ b: Decimal) -> Decimal? {
        let (x, y) = (a.double, b.double)
        return Decimal(rounding: (x * x + y * y).squareRoot(), toPlaces: 1)
    }
}

extension Decimal {
    /// The nearest number with `places` digits after the point; `nil` for what isn't a number or doesn't fit.
    init?(rounding value: Double, toPlaces places: Int8) {
        let scaled = (value * Double(Decimal.powersOfTen[Int(places)])).rounded()
        guard scaled.isFinite, let mantissa = Int64(exactly: scaled) else { return nil }
        self.init(mantissa, exponent: -places)
    }
}
