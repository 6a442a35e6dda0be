// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// The counters of one meter: those it sends are guarded, those of its phases are integrated from their power.
struct MeterCounters: Sendable {
    private static let first = Int(Quantity.energyImport.rawValue)

    /// By the quantity's place behind `energy.import`.
    private var guarded = [GuardedCounter?](repeating: nil, count: CounterRecord.quantities.count)
    /// In the order of `IntegralRecord.quantities`.
    private var integrated = [IntegratedCounter?](repeating: nil, count: IntegralRecord.quantities.count)
    /// When its last telegram arrived; `nil` after a restart, or when another meter spoke in between.
    private var lastArrival: ContinuousClock.Instant?
    private let isLimited: Bool

    /// - Parameter isLimited: integrated counters are told only as far as a promise on disk reaches.
    init(_ records: CounterRecords = CounterRecords(), isLimited: Bool) {
        self.isLimited = isLimited
        for record in records.counters { self[record.quantity] = GuardedCounter(record.value) }
        for record in records.integrals {
            guard let place = IntegralRecord.quantities.firstIndex(of: record.quantity) else { continue }
            integrated[place] = record.value.microwattHours.map {
                IntegratedCounter($0, promise: record.promise?.microwattHours, isLimited: isLimited)
            }
        }
    }

    private subscript(_ quantity: Quantity) -> GuardedCounter? {
        get { guarded[Int(quantity.rawValue) - MeterCounters.first] }
        set { guarded[Int(quantity.rawValue) - MeterCounters.first] = newValue }
    }

    /// What was told last of a counter that isn't integrated.
    func last(_ quantity: Quantity) -> Decimal? {
        CounterRecord.quantities.contains(quantity) ? self[quantity]?.value : nil
    }

    /// Puts what may be told in the place of what the telegram says.
    mutating func take(
        _ values: inout ReadingValues,
        at arrival: ContinuousClock.Instant,
        _ notice: (CounterNotice) -> Void
    ) {
        let elapsed = lastArrival.map { max(.zero, arrival - $0) }
        let before = (taken: self[.energyImport]?.value, given: self[.energyExport]?.value)
        lastArrival = arrival
        for quantity in CounterRecord.quantities where !quantity.isPhaseEnergy {
            stand(guardOver: quantity, &values, notice)
        }
        let rises = (
            taken: rise(from: before.taken, to: values[.energyImport], by: values[.powerImport], elapsed),
            given: rise(from: before.given, to: values[.energyExport], by: values[.powerExport], elapsed)
        )
        for (place, phase) in Phase.allCases.enumerated() {
            let power = values.measuredPower(phase)
            take(phase.energyImport, at: place, power, rises.taken, elapsed, &values, notice)
            take(phase.energyExport, at: place + 3, power?.negated, rises.given, elapsed, &values, notice)
        }
    }

    /// What a counter rose by, where power can't tell: over a gap, or when it leapt.
    private enum Rise {
        /// The power tells more: the telegram before was not long ago.
        case gradual(Int64)
        /// Nobody knows how it was spread over time and phases.
        case unknown(Int64)
    }

    /// - Parameter power: what the meter says that it carries now, in W.
    private func rise(from old: Decimal?, to new: Decimal?, by power: Decimal?, _ elapsed: Duration?) -> Rise {
        let isGap = elapsed.map { $0 > IntegratedCounter.longestInterval } ?? true
        guard let old, let new, let energy = new.subtracting(old)?.microwattHours, energy > 0 else {
            return isGap ? .unknown(0) : .gradual(0)
        }
        guard !isGap, let elapsed else { return .unknown(energy) }
        let isLeap = EnergyStep(from: old, to: new, in: elapsed, at: power) == .leapt
        return isLeap ? .unknown(energy) : .gradual(energy)
    }

    /// - Parameter power: of the phase in this direction, in W; negative while it flows the other way.
    private mutating func take(
        _ quantity: Quantity,
        at place: Int,
        _ power: Decimal?,
        _ rise: Rise,
        _ elapsed: Duration?,
        _ values: inout ReadingValues,
        _ notice: (CounterNotice) -> Void
    ) {
        if values.isSent(quantity), var counter = integrated[place] {
            // What was told until now is held against what the meter says from now on.
            self[quantity] = GuardedCounter(Decimal(counter.tell(), exponent: -9))
            integrated[place] = nil
        }
        if integrated[place] != nil {
            switch (rise, power) {
            case (.gradual, let power?):
                integrated[place]?.add(power: power.mantissa > 0 ? power : .zero, for: elapsed ?? .zero)
            case (.gradual(let energy), nil), (.unknown(let energy), _): integrated[place]?.add(energy / 3)
            }
        } else if power != nil, values.isDerived(quantity, .estimatedShare) {
            begin(quantity, at: place, values)
        }
        guard let told = integrated[place]?.tell() else {
            return stand(guardOver: quantity, &values, notice)
        }
        self[quantity] = nil
        // Tenths of a watt-hour: finer than any register.
        values.replace(quantity, .integratedPower, Decimal(told / 100_000, exponent: -4))
    }

    /// At the equal share of the total, or where the meter had one, at what was told.
    private mutating func begin(_ quantity: Quantity, at place: Int, _ values: ReadingValues) {
        let start = self[quantity]?.value ?? values[quantity]
        integrated[place] = start?.microwattHours.map { IntegratedCounter($0, isLimited: isLimited) }
    }

    private mutating func stand(
        guardOver quantity: Quantity,
        _ values: inout ReadingValues,
        _ notice: (CounterNotice) -> Void
    ) {
        let said = values[quantity]
        guard var counter = self[quantity] else {
            self[quantity] = said.map { GuardedCounter($0) }
            return
        }
        let before = counter.value
        let verdict = counter.take(said)
        self[quantity] = verdict == .restarted && said == nil ? nil : counter
        switch verdict {
        case .taken: break
        case .held:
            values.replace(quantity, .held, counter.value)
            notice(.held(quantity, at: counter.value, said: said))
        case .restarted: notice(.restarted(quantity, from: before, to: said))
        }
    }

    /// Another meter speaks: what this one does from now on, nobody sees.
    mutating func pause() { lastArrival = nil }

    /// What is to be remembered.
    ///
    /// - Parameter isAhead: integrated counters may be told a little further once it is on disk.
    mutating func records(isAhead: Bool) -> CounterRecords {
        var records = CounterRecords()
        for quantity in CounterRecord.quantities {
            if let counter = self[quantity] { records.counters.append(CounterRecord(quantity, counter.value)) }
        }
        for (place, quantity) in IntegralRecord.quantities.enumerated() {
            guard let promise = integrated[place]?.promise(isAhead: isAhead), let value = integrated[place]?.value
            else { continue }
            records.integrals.append(
                IntegralRecord(
                    quantity,
                    Decimal(value, exponent: -9),
                    promise: promise > value ? Decimal(promise, exponent: -9) : nil
                )
            )
        }
        return records
    }

    mutating func confirm() { for place in integrated.indices { integrated[place]?.confirm() } }

    mutating func lift() { for place in integrated.indices { integrated[place]?.lift() } }

    var needsPromise: Bool { integrated.contains { $0?.needsPromise ?? false } }
}

extension ReadingValues {
    fileprivate func isSent(_ quantity: Quantity) -> Bool { origin(quantity).kind == .sent }

    fileprivate func isDerived(_ quantity: Quantity, _ derivation: Derivation) -> Bool {
        let (kind, detail) = origin(quantity)
        return kind == .derived && detail == derivation.rawValue
    }

    /// The power of a phase in W, + import, where the meter tells it by phase.
    fileprivate func measuredPower(_ phase: Phase) -> Decimal? {
        if isDerived(phase.power, .estimatedShare) || isDerived(phase.power, .total) { return nil }
        return self[phase.power]
    }
}

extension Quantity {
    fileprivate var isPhaseEnergy: Bool {
        switch self {
        case .energyImportL1, .energyImportL2, .energyImportL3, .energyExportL1, .energyExportL2, .energyExportL3: true
        default: false
        }
    }
}
