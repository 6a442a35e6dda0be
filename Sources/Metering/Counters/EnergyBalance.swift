// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// Import and export of a sum in which meters are subtracted.
///
/// What the house without its charger has taken and given doesn't follow from what both have counted: while the sun charges the
/// car the house's counters stand still and the charger's goes on. But the balance is exact: what the sum has taken less what
/// it has given is the same of its meters, added and subtracted. So the balance moves, and what it moves by is booked as import
/// or as export, by its direction. Neither ever falls.
///
/// Meters count in whole watt-hours, not all at the same moment: the balance is booked once it has moved by `step`, so that
/// this trembling isn't counted as import and export in turn.
package struct EnergyBalance: Sendable {
    /// 0.01 kWh, ten of the watt-hours that meters count in.
    package static let step = Decimal(1, exponent: -2)
    /// What may have flowed while the program didn't run, in kWh: a month of a house. More than that is another meter.
    private static let greatestGap = Decimal(1000)

    private var taken: Decimal?
    private var given: Decimal?
    /// The balance of the meters less that of the counters, where these didn't begin with the meters.
    private var base: Decimal?
    private var meters: [String?] = []

    /// - Parameters:
    ///   - taken: what was told as import last, in kWh; `nil` where nothing is known.
    ///   - given: the same of export.
    package init(taken: Decimal? = nil, given: Decimal? = nil) {
        guard let taken, let given else { return }
        self.taken = taken
        self.given = given
    }

    /// Puts import and export into the sum's reading, as long as they are known.
    package mutating func take(_ reading: inout Reading, of terms: [Reading.Term]) {
        if let net = EnergyBalance.sum(of: terms, { $0.balance }) { book(net, terms) }
        guard let taken, let given else { return }
        reading.values.derive(.energyImport, .balanced, taken)
        reading.values.derive(.energyExport, .balanced, given)
        for phase in Phase.allCases where reading.values[phase.power] != nil {
            reading.values.deriveShare(phase.energyImport, of: .energyImport)
            reading.values.deriveShare(phase.energyExport, of: .energyExport)
        }
    }

    private mutating func book(_ net: Decimal, _ terms: [Reading.Term]) {
        if taken == nil { begin(terms) }
        guard let taken, let given, let told = taken.subtracting(given) else { return }
        let isOtherMeter = recognise(terms)
        guard let moved = net.subtracting(base ?? .zero)?.subtracting(told) else { return }
        let isOther = base == nil ? moved.absolute > EnergyBalance.greatestGap : isOtherMeter
        if isOther {
            base = net.subtracting(told)
            return
        }
        base = base ?? .zero
        guard moved.absolute >= EnergyBalance.step else { return }
        if moved.mantissa > 0 { self.taken = taken.adding(moved) } else { self.given = given.subtracting(moved) }
    }

    /// Whether another meter speaks than before in any place. A telegram that doesn't say whose it is belongs to the same one.
    private mutating func recognise(_ terms: [Reading.Term]) -> Bool {
        let known = meters
        meters = terms.enumerated().map { place, term in
            term.reading.meterID ?? (place < known.count ? known[place] : nil)
        }
        return zip(known, meters).contains { $0 != nil && $0 != $1 }
    }

    /// With what the meters say of each direction; what is below zero of one is above it of the other.
    private mutating func begin(_ terms: [Reading.Term]) {
        guard let into = EnergyBalance.sum(of: terms, { $0[.energyImport] ?? .zero }),
            let out = EnergyBalance.sum(of: terms, { $0[.energyExport] ?? .zero })
        else { return }
        let zero = Decimal.zero
        taken = max(zero, into).adding(max(zero, out.negated))
        given = max(zero, out).adding(max(zero, into.negated))
    }

    private static func sum(of terms: [Reading.Term], _ value: (Reading) -> Decimal?) -> Decimal? {
        terms.reduce(Decimal.zero) { sum, term in
            guard let number = value(term.reading) else { return nil }
            return term.isSubtracted ? sum?.subtracting(number) : sum?.adding(number)
        }
    }
}

extension Reading {
    /// Import less export in kWh; a meter that counts one direction only has only that.
    fileprivate var balance: Decimal? {
        guard let taken = self[.energyImport] else { return self[.energyExport]?.negated }
        return taken.subtracting(self[.energyExport] ?? .zero)
    }
}

extension ReadingValues {
    fileprivate mutating func deriveShare(_ energy: Quantity, of total: Quantity) {
        guard let number = self[total], let phases = self[.meterPhases] else { return }
        derive(energy, .estimatedShare, number.divided(by: phases, places: 3))
    }
}
