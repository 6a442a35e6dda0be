// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// What consumers are told of energy, for whichever meter speaks: counters that fall or vanish are held, phases without
/// counters of their own get one that is integrated from their power, and the demand of each quarter hour is worked out.
///
/// A value without clock and disk: whoever has them tells when a telegram came, and when what `records` gave is on disk.
package struct CounterLedger: Sendable {
    /// Meters that are remembered: enough for every exchange in a house's life, and few enough that identifiers which
    /// transmission damaged can't fill the memory.
    private static let capacity = 8
    /// What is on disk is never older than this while telegrams come.
    private static let longestDelay = Duration.seconds(300)
    /// What waits to be written for longer than this is replaced.
    private static let patience = Duration.seconds(60)

    private struct Remembered: Sendable {
        let id: String
        var counters: MeterCounters
        var demand: QuarterHourDemand

        init(_ id: String, _ records: CounterRecords = CounterRecords(), isLimited: Bool) {
            self.id = id
            counters = MeterCounters(records, isLimited: isLimited)
            demand = QuarterHourDemand(records.demand)
        }

        mutating func records(isAhead: Bool) -> CounterRecords {
            var records = counters.records(isAhead: isAhead)
            records.demand = demand.records()
            return records
        }
    }

    /// The one that spoke last stands last.
    private var meters: [Remembered] = []
    private let isKept: Bool
    private var lastWriting: ContinuousClock.Instant?
    private var isPending = false

    /// - Parameters:
    ///   - remembered: meters by their identifiers, the one that spoke last at the end.
    ///   - isKept: what it counts is written to disk, so it tells no more than what was promised there.
    package init(_ remembered: [(id: String, records: CounterRecords)] = [], isKept: Bool = false) {
        self.isKept = isKept
        for meter in remembered.suffix(CounterLedger.capacity) where !meters.contains(where: { $0.id == meter.id }) {
            meters.append(Remembered(meter.id, meter.records, isLimited: isKept))
        }
    }

    /// Puts what may be told of energy in the place of what the telegram says, and adds what follows from it.
    ///
    /// - Parameters:
    ///   - wallTime: seconds since 1970 UTC, for a meter that has no clock.
    ///   - notice: is told of each counter that is held, or that goes on elsewhere.
    package mutating func take(
        _ reading: inout Reading,
        at arrival: ContinuousClock.Instant,
        wallTime: Int64,
        _ notice: (CounterNotice) -> Void
    ) {
        select(reading.meterID)
        let last = meters.count - 1
        meters[last].counters.take(&reading.values, at: arrival, notice)
        let offset = reading.standardOffset
        guard let clock = reading.clock ?? MeterClock(secondsSince1970: wallTime, standardOffset: offset) else {
            return
        }
        meters[last].demand.take(&reading.values, clock, standardOffset: offset, at: arrival)
    }

    /// What was told last of a counter that the meter which spoke last sends; `nil` where nothing is known of it.
    package func last(_ quantity: Quantity) -> Decimal? { meters.last?.counters.last(quantity) }

    /// Puts the meter of this identifier at the end. A telegram that doesn't say whose it is belongs to the meter that spoke
    /// last.
    private mutating func select(_ id: String?) {
        guard let last = meters.last else {
            meters.append(Remembered(id ?? "", isLimited: isKept))
            return
        }
        guard let id, id != last.id else { return }
        meters[meters.count - 1].counters.pause()
        meters[meters.count - 1].demand.forget()
        if let place = meters.firstIndex(where: { $0.id == id }) {
            meters.append(meters.remove(at: place))
        } else {
            if meters.count >= CounterLedger.capacity { meters.removeFirst() }
            meters.append(Remembered(id, isLimited: isKept))
        }
    }

    /// Whether what there is should be written now: a promise is half used, a quarter hour begins, or the last writing is long
    /// ago.
    package func needsWriting(at now: ContinuousClock.Instant) -> Bool {
        guard isKept, let meter = meters.last else { return false }
        guard let lastWriting else { return true }
        // A disk that takes its time, or fails, gets something newer to write.
        if isPending { return now - lastWriting >= CounterLedger.patience }
        return now - lastWriting >= CounterLedger.longestDelay || meter.counters.needsPromise
            || meter.demand.needsWriting
    }

    /// What is to be written, the meter that spoke last at the end. Integrated counters are told further once it is confirmed.
    package mutating func records(at now: ContinuousClock.Instant) -> [(id: String, records: CounterRecords)] {
        lastWriting = now
        isPending = true
        let last = meters.count - 1
        return meters.indices.map { (meters[$0].id, meters[$0].records(isAhead: $0 == last)) }
    }

    /// What is to be written when nothing will be told any more: exactly what there is.
    package mutating func finalRecords() -> [(id: String, records: CounterRecords)] {
        meters.indices.map { (meters[$0].id, meters[$0].records(isAhead: false)) }
    }

    /// What `records` gave last is on disk.
    package mutating func confirm() {
        isPending = false
        for index in meters.indices { meters[index].counters.confirm() }
    }

    /// The disk can't be written: counting goes on, and what isn't promised is told all the same.
    package mutating func lift() {
        for index in meters.indices { meters[index].counters.lift() }
    }
}
