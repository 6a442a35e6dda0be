// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// The demand of a meter that doesn't tell it: what its counter rose by in each quarter hour, and the highest one of the month.
///
/// Nothing is guessed from a quarter hour whose beginning nobody saw: there is none until the next one begins. One in which the
/// meter was silent, or its clock jumped, is told while it runs but becomes no peak. A restart of the program is no silence of
/// the meter: a quarter hour whose beginning stands on disk goes on.
struct QuarterHourDemand: Sendable {
    /// A meter that says nothing for longer than this was silent. It is the longest age at which values are still told by
    /// default.
    private static let longestSilence = IntegratedCounter.longestInterval
    /// Tens of watt-hours: a counter of coarser steps would make steps of more than 40 W.
    private static let coarsestExponent: Int8 = -2

    /// What one telegram says.
    private struct Sample {
        /// By the meter's clock, in seconds since 1970 UTC; never before that of the last sample, unless the clock jumped.
        var time: Int64
        /// In kWh, as it was sent.
        let counter: Decimal
        /// In µWh, not negative.
        let energy: Int64
        /// What the meter says that it carries, in W.
        let power: Decimal?
        let arrival: ContinuousClock.Instant
    }

    private var known: DemandRecords
    private var written: DemandRecords
    /// `nil` after a restart, or when another meter spoke in between.
    private var last: Sample?
    /// Whoever still is in the running quarter hour by then has a clock that stands still.
    private var latestEnd: ContinuousClock.Instant?

    init(_ records: DemandRecords = DemandRecords()) {
        known = records
        written = records
    }

    /// Adds the demand to what the telegram says, unless that says it.
    ///
    /// - Parameter clock: the meter's own or, where it has none, the wall's as the meter would show it.
    mutating func take(
        _ values: inout ReadingValues,
        _ clock: MeterClock,
        standardOffset: Int64,
        at arrival: ContinuousClock.Instant
    ) {
        guard !values.has(.demandImport) || !values.has(.demandImportPeak) else { return forget() }
        let time = clock.secondsSince1970(standardOffset: standardOffset)
        if let sample = QuarterHourDemand.sample(values, time, arrival) {
            count(sample, wallSeconds: clock.wallSeconds)
        }
        if let quarter = known.quarter, let last {
            values.derive(.demandImport, .countedEnergy, Decimal(quarter.demand(at: last.energy)))
        }
        // A peak without the time when it was isn't joined with another one's.
        if let peak = known.peak, peak.month == clock.month, !values.has(.demandImportPeak) {
            values.derive(.demandImportPeak, .countedEnergy, Decimal(peak.power))
            values.derive(.demandImportPeakTime, .countedEnergy, Decimal(peak.time))
        }
    }

    /// `nil` where the telegram lacks the counter, or it is held against what the telegram says, or too coarse.
    private static func sample(
        _ values: ReadingValues,
        _ time: Int64,
        _ arrival: ContinuousClock.Instant
    ) -> Sample? {
        let (kind, detail) = values.origin(.energyImport)
        if kind == .derived, detail == Derivation.held.rawValue { return nil }
        guard let counter = values[.energyImport], counter.exponent <= coarsestExponent else { return nil }
        guard let energy = counter.microwattHours, energy >= 0 else { return nil }
        return Sample(time: time, counter: counter, energy: energy, power: values[.powerImport], arrival: arrival)
    }

    private mutating func count(_ sample: Sample, wallSeconds: Int64) {
        guard let before = last else { return resume(sample) }
        var sample = sample
        // A clock that is set a little back waits, so that no quarter hour comes twice.
        if sample.time < before.time, .seconds(before.time - sample.time) <= QuarterHourDemand.longestSilence {
            sample.time = before.time
        }
        last = sample
        let elapsed = max(.seconds(sample.time - before.time), sample.arrival - before.arrival)
        let step = EnergyStep(from: before.counter, to: sample.counter, in: elapsed, at: sample.power)
        guard sample.time >= before.time, step == .plausible else {
            known.quarter = nil
            return
        }
        let wasSilent = elapsed > QuarterHourDemand.longestSilence
        let begin = QuarterHour.begin(of: sample.time)
        if begin == QuarterHour.begin(of: before.time) {
            if wasSilent { known.quarter?.isWhole = false }
            if let latestEnd, sample.arrival > latestEnd { known.quarter = nil }
        } else if wasSilent {
            known.quarter = nil
        } else {
            let energy = QuarterHourDemand.energy(at: begin, between: before, and: sample)
            // The month in which the quarter hour began that ends now.
            let localBegin = wallSeconds - (sample.time - begin) - QuarterHour.length
            end(at: energy, CalendarMonth(days: localBegin / 86_400))
            known.quarter = QuarterHour(begin: begin, energy: energy, isWhole: true)
            expectEnd(sample)
        }
    }

    /// The first telegram after a restart: what stands on disk goes on if it is of this quarter hour, and of a counter that
    /// can have come to where it is now.
    private mutating func resume(_ sample: Sample) {
        last = sample
        guard let quarter = known.quarter else { return }
        let start = Decimal(quarter.energy, exponent: -9)
        let elapsed = Duration.seconds(sample.time - quarter.begin)
        let step = EnergyStep(from: start, to: sample.counter, in: elapsed, at: sample.power)
        guard quarter.contains(sample.time), step == .plausible else {
            known.quarter = nil
            return
        }
        expectEnd(sample)
    }

    private mutating func expectEnd(_ sample: Sample) {
        latestEnd = known.quarter.map {
            sample.arrival + .seconds($0.end - sample.time) + QuarterHourDemand.longestSilence
        }
    }

    private mutating func end(at energy: Int64, _ month: CalendarMonth) {
        guard let quarter = known.quarter, quarter.isWhole else { return }
        let peak = MonthPeak(power: quarter.demand(at: energy), time: quarter.end, month: month)
        if let peak, peak.replaces(known.peak) { known.peak = peak }
    }

    /// What the counter was at a time between two telegrams, if it rose evenly, in µWh.
    private static func energy(at time: Int64, between before: Sample, and after: Sample) -> Int64 {
        let product = (after.energy - before.energy).multipliedFullWidth(by: time - before.time)
        // The divisor is no less than the factor, so the quotient is no more than the difference.
        return before.energy + (after.time - before.time).dividingFullWidth(product).quotient
    }

    /// The meter tells its demand itself, or isn't heard any more.
    mutating func forget() {
        known.quarter = nil
        last = nil
    }

    /// Whether there is something that isn't written: at the beginning of a quarter hour, and where one is spoilt.
    var needsWriting: Bool { known != written }

    /// What is to be remembered.
    mutating func records() -> DemandRecords {
        written = known
        return known
    }
}
