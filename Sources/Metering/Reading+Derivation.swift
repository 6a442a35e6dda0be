// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Reading {
    /// Below this a phase isn't measured or not connected: a dead phase may read 1.0 V, one of a delta net 0.0 V.
    private static let leastVoltage = Decimal(50)

    mutating func deriveTotals() {
        if self[.powerImport] == nil, self[.powerExport] == nil, let net = netOfPhases() {
            derive(.powerImport, .sumOfPhases, net.mantissa > 0 ? net : .zero)
            derive(.powerExport, .sumOfPhases, net.mantissa < 0 ? net.negated : .zero)
        }
        derive(.power, .importMinusExport, net(.powerImport, .powerExport))
        derive(.reactive, .importMinusExport, net(.reactiveImport, .reactiveExport))
        if self[.energyImport] == nil { derive(.energyImport, .sumOfTariffs, sumOfTariffs(direction: 1)) }
        if self[.energyExport] == nil { derive(.energyExport, .sumOfTariffs, sumOfTariffs(direction: 2)) }
    }

    mutating func derivePhases() {
        let hasThreePhases = sendsMoreThanOnePhase
        derive(.meterPhases, .whichLinesAreSent, Decimal(hasThreePhases ? 3 : 1))
        let phases: [Phase] = hasThreePhases ? Phase.allCases : [.l1]
        for phase in phases {
            derive(phase.power, .importMinusExport, net(phase.powerImport, phase.powerExport))
            if hasThreePhases {
                derive(
                    phase.power,
                    .estimatedShare,
                    self[.power]?.divided(by: Decimal(3)).map { $0.rounded(toPlaces: 0) }
                )
            } else {
                derive(phase.power, .total, self[.power])
            }
            deriveReactive(phase)
            deriveCurrent(phase)
            deriveApparent(phase)
            deriveEnergyShare(phase, of: phases.count)
        }
        if hasThreePhases {
            for phase in phases { deriveLineVoltage(phase) }
        }
        deriveApparentTotal(phases)
    }

    private var sendsMoreThanOnePhase: Bool {
        [Phase.l2, .l3].contains { phase in
            [phase.voltage, phase.measuredCurrent, phase.powerImport, phase.powerExport].contains { self[$0] != nil }
        }
    }

    /// Import minus export; a meter that sends one of them only has only that direction.
    private func net(_ taken: Quantity, _ given: Quantity) -> Decimal? {
        switch (self[taken], self[given]) {
        case (nil, nil): nil
        case (let taken?, nil): taken
        case (nil, let given?): given.negated
        case (let taken?, let given?): taken.subtracting(given)
        }
    }

    /// For meters that send phases but no total: the total is balanced over the phases, as the meter's own would be.
    private func netOfPhases() -> Decimal? {
        let nets = Phase.allCases.compactMap { net($0.powerImport, $0.powerExport) }
        guard !nets.isEmpty else { return nil }
        return Decimal.sum(nets)
    }

    private func sumOfTariffs(direction: UInt8) -> Decimal? {
        var sum: Decimal?
        for object in tariffObjects(direction: direction) {
            guard let measurement = telegram.measurement(object) else { continue }
            guard let value = Reading.value(measurement, in: .kilowattHour) else { return nil }
            guard let next = (sum ?? .zero).adding(value) else { return nil }
            sum = next
        }
        return sum
    }

    /// The objects of one direction's tariffs. Of one that occurs twice, on another channel too, the last one counts, as it
    /// does for the tariff's own quantity.
    func tariffObjects(direction: UInt8) -> [TelegramObject] {
        var objects: [TelegramObject] = []
        for object in telegram.objects
        where object.code.medium == 1 && object.code.channel <= 1
            && Reading.isTariffEnergy(object.code.kind, direction: direction)
        {
            objects.removeAll { $0.code.kind == object.code.kind }
            objects.append(object)
        }
        return objects
    }

    private mutating func deriveReactive(_ phase: Phase) {
        let codes = Reading.reactiveCodes(phase)
        let values = [codes.import, codes.export].map { code in
            telegram.object(code).flatMap { telegram.measurement($0) }.flatMap {
                Reading.value($0, in: .reactiveVoltAmpere)
            }
        }
        switch (values[0], values[1]) {
        case (nil, nil): return
        case (let taken, let given):
            derive(phase.reactive, .importMinusExport, (taken ?? .zero).subtracting(given ?? .zero))
        }
    }

    /// Many meters send whole amperes, too coarse to steer by: |P| / U is finer. Where the current has decimals, or the
    /// phase's voltage isn't measured, it is taken as sent.
    private mutating func deriveCurrent(_ phase: Phase) {
        let power = self[phase.power]
        let measured = self[phase.measuredCurrent]
        let sign: (Decimal) -> Decimal = { (power?.mantissa ?? 0) < 0 ? $0.negated : $0 }
        if let measured, measured.exponent < 0 {
            return derive(phase.current, .signedMeasured, sign(measured))
        }
        if origin(phase.power) != .derived(.estimatedShare), let power,
            let voltage = self[phase.voltage], voltage >= Reading.leastVoltage
        {
            return derive(phase.current, .powerOverVoltage, power.divided(by: voltage)?.rounded(toPlaces: 3))
        }
        derive(phase.current, .signedMeasured, measured.map(sign))
    }

    private mutating func deriveApparent(_ phase: Phase) {
        if let active = self[phase.power], let reactive = self[phase.reactive] {
            derive(phase.apparent, .activeAndReactive, Reading.hypotenuse(active, reactive))
        } else if origin(phase.current) == .derived(.signedMeasured),
            let voltage = self[phase.voltage], let current = self[phase.current]
        {
            derive(phase.apparent, .voltageTimesCurrent, voltage.multiplied(by: current.absolute)?.rounded(toPlaces: 1))
        }
        derive(phase.powerFactor, .powerOverApparent, powerFactor(self[phase.power], self[phase.apparent]))
    }

    private mutating func deriveApparentTotal(_ phases: [Phase]) {
        if let active = self[.power], let reactive = self[.reactive] {
            derive(.apparent, .activeAndReactive, Reading.hypotenuse(active, reactive))
        }
        let apparent = phases.compactMap { self[$0.apparent] }
        if apparent.count == phases.count {
            derive(.apparent, .sumOfPhases, Decimal.sum(apparent))
        }
        derive(.powerFactor, .powerOverApparent, powerFactor(self[.power], self[.apparent]))
    }

    private func powerFactor(_ power: Decimal?, _ apparent: Decimal?) -> Decimal? {
        guard let power, let apparent, apparent.mantissa > 0 else { return nil }
        guard let factor = power.divided(by: apparent)?.rounded(toPlaces: 3) else { return nil }
        return max(Decimal(-1), min(Decimal(1), factor))
    }

    private mutating func deriveEnergyShare(_ phase: Phase, of count: Int) {
        let share: (Decimal) -> Decimal? = { $0.divided(by: Decimal(Int64(count)))?.rounded(toPlaces: 3) }
        derive(phase.energyImport, .estimatedShare, self[.energyImport].flatMap(share))
        derive(phase.energyExport, .estimatedShare, self[.energyExport].flatMap(share))
    }

    /// |a − b| for phasors 120 degrees apart: √(a² + b² + a·b).
    private mutating func deriveLineVoltage(_ phase: Phase) {
        guard let a = self[phase.voltage], let b = self[phase.next.voltage] else { return }
        guard a >= Reading.leastVoltage, b >= Reading.leastVoltage else { return }
        let (x, y) = (a.double, b.double)
        derive(phase.lineVoltage, .phaseVoltages, Decimal(rounding: (x * x + y * y + x * y).squareRoot(), toPlaces: 1))
    }

    private static func hypotenuse(_ a: Decimal, _ b: Decimal) -> Decimal? {
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
