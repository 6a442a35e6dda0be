// SPDX-License-Identifier: Apache-2.0

import Metering
import Modbus
import Outputs
import Registers
import Settings
import Telegrams

/// A meter that doesn't exist at work: the readings of its parts to a reading of its own, and to the snapshots of its consumers.
///
/// Whatever part speaks, there is a new reading; it is as old as the oldest of them, and as good as the worst.
actor SumMeter {
    /// What a part has said, in the order in which all of them spoke.
    struct News: Sendable {
        /// The part's place among the sum's terms.
        let part: Int
        let reading: Reading
        let validity: Validity
        let arrival: ContinuousClock.Instant
    }

    private typealias Said = (reading: Reading, validity: Validity)

    /// What parts say while the sum is busy: more than all of them say in a second. The oldest of it is replaced by the newest.
    private static let capacity = 256

    nonisolated let name: String
    nonisolated let parts: [String]
    private let signs: [SumConfiguration.Sign]
    private let statuses: [MeterStatus]
    private let clock: GatewayClock
    private let feed: UpdateFeed
    private let observer: @Sendable (GatewayEvent) -> Void
    private let stand: Telegram
    private let news: AsyncStream<News>
    private let teller: AsyncStream<News>.Continuation
    private var said: [Said?]
    private var energy: EnergyBalance
    private var counters: CounterBook
    private var audience: Audience
    private var lastReading: Reading?
    private var validity = Validity.waiting
    private var history: StateHistory

    /// - Parameters:
    ///   - statuses: those of its parts, in the order of its terms.
    ///   - consumers: each with the index of its listener.
    ///   - counters: what is known of the sum's energy.
    ///   - maps: what other meters are served as too.
    ///   - publish: hands a consumer's next snapshot to the server.
    init(
        _ configuration: SumConfiguration,
        statuses: [MeterStatus],
        consumers: [(consumer: ConsumerConfiguration, listener: ListenerID)],
        counters: CounterBook = CounterBook(),
        maps: PreparedMaps = PreparedMaps(),
        clock: GatewayClock,
        feed: UpdateFeed,
        publish: @escaping @Sendable (UnitSnapshot, Consumer.Place) -> Void,
        observer: @escaping @Sendable (GatewayEvent) -> Void
    ) throws(GatewayError) {
        name = configuration.name
        parts = configuration.terms.map(\.description)
        signs = configuration.terms.map(\.sign)
        self.statuses = statuses
        self.counters = counters
        self.clock = clock
        self.feed = feed
        self.observer = observer
        stand = .unsent(by: configuration.name)
        (news, teller) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(SumMeter.capacity))
        said = Array(repeating: nil, count: configuration.terms.count)
        energy = EnergyBalance(taken: counters.last(.energyImport), given: counters.last(.energyExport))
        let start = clock.now()
        history = StateHistory(since: start, time: clock.wallTime())
        audience = try Audience(
            consumers,
            staleAfter: nil,
            maps: maps,
            since: start,
            status: { StatusValues(sumOf: statuses, $0, at: $1) },
            publish: publish
        )
    }

    /// Serves others than before.
    ///
    /// - Throws: `GatewayError.unservableMap`.
    func serve(
        _ consumers: [(consumer: ConsumerConfiguration, listener: ListenerID)],
        maps: PreparedMaps
    ) throws(GatewayError) {
        try audience.seat(consumers, maps: maps, Freshness(), given: validity, last: lastReading, at: clock.now())
    }

    /// Hands over what a part has said; it is taken in by `run`, in the order of the calls.
    nonisolated func tell(_ news: News) { teller.yield(news) }

    /// Takes in what the parts say until the task is cancelled.
    func run() async {
        for await item in news { take(item) }
    }

    /// Takes in what a part has said.
    func take(_ news: News) {
        reportState(at: news.arrival)
        said[news.part] = (news.reading, news.validity)
        let known = said.compactMap { $0 }
        // Until all have spoken nobody knows the sum.
        guard known.count == said.count, let reading = sum(known.map(\.reading), news.arrival) else { return }
        validity = .worst(of: known.map(\.validity))
        audience.take(reading, validity: validity, arrival: news.arrival) { map, outcome in
            switch outcome {
            case .taken(misfits: 0): break
            case .taken(let misfits): observer(.misfits(meter: name, map: map, misfits))
            case .lacking(let quantity): observer(.lacking(meter: name, map: map, quantity))
            }
        }
        lastReading = reading
        reportState(at: news.arrival)
        tell(reading: reading, at: news.arrival)
    }

    private func sum(_ readings: [Reading], _ arrival: ContinuousClock.Instant) -> Reading? {
        let terms = zip(readings, signs).map { Reading.Term($0, isSubtracted: $1 == .minus) }
        guard var reading = Reading.sum(of: terms, telegram: stand) else { return nil }
        if signs.contains(.minus) { energy.take(&reading, of: terms) }
        counters.take(&reading, at: arrival, wallTime: clock.wallTime()) { observer(.counter(meter: name, $0)) }
        return reading
    }

    /// Tells of the changes that only the passing of time has made; none is left out, however late it is looked.
    func reportState(at now: ContinuousClock.Instant) {
        var changes: [GatewayEvent] = []
        history.advance(to: now, validity, time: clock.wallTime()) { ended, state, age in
            changes.append(.stateChanged(meter: name, from: ended, to: state, age: age))
        }
        for change in changes { observer(change) }
        if !changes.isEmpty { tell(reading: nil, at: clock.now()) }
    }

    private func tell(reading: Reading?, at arrival: ContinuousClock.Instant) {
        feed.tell(
            MeterUpdate(
                meter: name,
                state: "\(history.state)",
                reading: reading,
                arrival: arrival,
                time: clock.wallTime(),
                isSimulated: statuses.contains(where: \.isSimulated)
            )
        )
    }

    /// Has what was counted written to the end. Nothing may be told after this.
    func close() async {
        var counters = counters
        await counters.close()
    }
}

extension SumMeter {
    /// What there is to see of the sum.
    var outlook: Outlook {
        Outlook(reading: lastReading, validity: validity, history: history, groups: audience.groups)
    }

    struct Outlook: Sendable {
        let reading: Reading?
        let validity: Validity
        let history: StateHistory
        let groups: [(group: ConsumerGroup, validity: Validity)]
    }

    nonisolated func status(_ validity: Validity, at now: ContinuousClock.Instant) -> StatusValues {
        StatusValues(sumOf: statuses, validity, at: now)
    }

    /// How often a counter of a part was told at its last value.
    nonisolated var heldCounters: Int64 { statuses.reduce(0) { $0 + $1.held } }

    /// How many telegrams of the parts were rejected, by the name of the reason.
    nonisolated var rejected: [String: Int64] {
        statuses.reduce(into: [:]) { sum, status in sum.merge(status.rejected, uniquingKeysWith: +) }
    }
}
