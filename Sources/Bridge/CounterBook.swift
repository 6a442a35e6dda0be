// SPDX-License-Identifier: Apache-2.0

import Metering
import State
import Telegrams

/// One meter's energy counters and demand, and the file in which they are kept, if they are.
struct CounterBook {
    private var ledger: CounterLedger
    private let store: StateStore?
    /// The number of the state that was handed to the store last and isn't known to be on disk.
    private var awaited: UInt64?
    private var hasCounted = false

    /// Counts in memory only.
    init() {
        ledger = CounterLedger()
        store = nil
    }

    /// Goes on where the file ends.
    ///
    /// - Parameter observer: is told what happens to the file, on any thread.
    /// - Throws: why nothing can be kept there.
    init(_ file: StateFile, observer: @escaping @Sendable (StateEvent) -> Void) throws(StateFault) {
        let (store, states) = try StateStore.open(file, observer: observer)
        ledger = CounterLedger(states.map { ($0.id, $0.counters) }, isKept: true)
        self.store = store
    }

    /// Puts what may be told of energy in the place of what the telegram says, and has it written when it is time.
    ///
    /// - Parameter wallTime: seconds since 1970 UTC, for a meter that has no clock.
    mutating func take(
        _ reading: inout Reading,
        at arrival: ContinuousClock.Instant,
        wallTime: Int64,
        _ notice: (CounterNotice) -> Void
    ) {
        if let store { note(store.progress) }
        hasCounted = true
        ledger.take(&reading, at: arrival, wallTime: wallTime, notice)
        guard let store, ledger.needsWriting(at: arrival) else { return }
        awaited = store.save(CounterBook.states(ledger.records(at: arrival)))
    }

    /// What was told last of a counter, in this run or the one before.
    func last(_ quantity: Quantity) -> Decimal? { ledger.last(quantity) }

    private mutating func note(_ progress: StateStore.Progress) {
        if progress.isFailing { ledger.lift() }
        guard let awaited, progress.written >= awaited else { return }
        ledger.confirm()
        self.awaited = nil
    }

    /// Writes exactly what there is. Nothing may be told after this.
    mutating func close() async {
        guard let store else { return }
        if hasCounted { store.save(CounterBook.states(ledger.finalRecords())) }
        await store.close()
    }

    private static func states(_ records: [(id: String, records: CounterRecords)]) -> [MeterState] {
        records.map { MeterState(id: $0.id, counters: $0.records) }
    }
}
