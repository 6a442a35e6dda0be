// SPDX-License-Identifier: Apache-2.0

package import Telegrams

extension Reading {
    /// One of the readings that are added up.
    package struct Term: Sendable {
        package let reading: Reading
        package let isSubtracted: Bool

        package init(_ reading: Reading, isSubtracted: Bool) {
            self.reading = reading
            self.isSubtracted = isSubtracted
        }
    }

    /// What a meter would say that sees what these see together, less what the subtracted ones see.
    ///
    /// * Active and reactive powers are added with their signs, in all and by phase; import, export, apparent power and power
    ///   factor follow from that. A current has the sign of its phase's power.
    /// * What one of them doesn't say, the sum doesn't say. Phases are only told if all have as many: nobody knows to which
    ///   phase of a house a charger's only one is connected.
    /// * Where nothing is subtracted, counters are added one by one. Else `EnergyBalance` tells energy.
    /// * Voltages, frequency, tariff and clock are those of the first that is added.
    /// * Submeters, demands, limits and what only the meter itself can count are absent.
    ///
    /// - Parameters:
    ///   - terms: at least one.
    ///   - telegram: what stands in for the sum's own.
    /// - Returns: `nil` without terms.
    package static func sum(of terms: [Term], telegram: Telegram) -> Reading? {
        guard let first = (terms.first { !$0.isSubtracted } ?? terms.first)?.reading else { return nil }
        var reading = Reading(telegram, standardOffset: first.standardOffset, clock: first.clock)
        reading.values.add(terms, first: first.values)
        return reading
    }
}

extension ReadingValues {
    private static let ofFirst: [Quantity] =
        [.frequency, .voltageNominal, .tariff, .meterTime] + Phase.allCases.map(\.voltage)
        + Phase.allCases.map(\.lineVoltage)

    /// Counters that are told for each direction or quadrant: two meters have counted what both have counted together.
    private static let counters = CounterRecord.quantities.filter { $0 != .energyAbsolute }

    fileprivate mutating func add(_ terms: [Reading.Term], first: ReadingValues) {
        for quantity in ReadingValues.ofFirst { derive(quantity, .firstOfSum, first[quantity]) }
        sum(.power, terms)
        split(.power, .powerImport, .powerExport)
        sum(.reactive, terms)
        split(.reactive, .reactiveImport, .reactiveExport)
        let phaseCounts = terms.map { $0.reading.values[.meterPhases] ?? Decimal(1) }
        let phaseCount = phaseCounts.max() ?? Decimal(1)
        derive(.meterPhases, .summed, phaseCount)
        if phaseCounts.allSatisfy({ $0 == phaseCount }) {
            for phase in Phase.allCases where phase == .l1 || phaseCount > Decimal(1) { addPhase(phase, terms) }
        }
        deriveApparent(.apparent, .power, .reactive, .powerFactor)
        if terms.allSatisfy({ !$0.isSubtracted }) {
            for quantity in ReadingValues.counters { sum(quantity, terms) }
        }
    }

    private mutating func addPhase(_ phase: Phase, _ terms: [Reading.Term]) {
        sum(phase.power, terms)
        split(phase.power, phase.powerImport, phase.powerExport)
        sum(phase.reactive, terms)
        split(phase.reactive, phase.reactiveImport, phase.reactiveExport)
        deriveApparent(phase.apparent, phase.power, phase.reactive, phase.powerFactor)
        sum(phase.current, terms)
        if let current = self[phase.current], let power = self[phase.power], power.mantissa != 0 {
            adjust(phase.current, to: power.mantissa < 0 ? current.absolute.negated : current.absolute)
        }
    }

    private mutating func deriveApparent(
        _ apparent: Quantity,
        _ power: Quantity,
        _ reactive: Quantity,
        _ factor: Quantity
    ) {
        guard let active = self[power], let other = self[reactive] else { return }
        derive(apparent, .activeAndReactive, ReadingValues.hypotenuse(active, other))
        derivePowerFactor(factor, power, apparent)
    }

    private mutating func split(_ net: Quantity, _ taken: Quantity, _ given: Quantity) {
        guard let number = self[net] else { return }
        derive(taken, .signOfPower, number.mantissa > 0 ? number : .zero)
        derive(given, .signOfPower, number.mantissa < 0 ? number.negated : .zero)
        if quality(net) == .estimated { for quantity in [taken, given] { setEstimated(quantity) } }
    }

    /// A sum with a guess in it is a guess.
    private mutating func sum(_ quantity: Quantity, _ terms: [Reading.Term]) {
        var sum = Decimal.zero
        for term in terms {
            guard let number = term.reading.values[quantity],
                let next = term.isSubtracted ? sum.subtracting(number) : sum.adding(number)
            else { return }
            sum = next
        }
        derive(quantity, .summed, sum)
        if terms.contains(where: { $0.reading.values.quality(quantity) == .estimated }) { setEstimated(quantity) }
    }
}
