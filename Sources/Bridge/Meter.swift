// SPDX-License-Identifier: Apache-2.0

import Decryption
package import Inputs
import Metering
import Modbus
import Outputs
import Registers
import Settings
import Telegrams

/// One meter at work: bytes to telegrams, telegrams to readings, readings to the snapshots of its consumers.
package actor Meter {
    /// A telegram comes in one go; after a pause like this within one, its meter was unplugged. It is as long as the shortest
    /// age at which values go stale by default.
    private static let longestPause = Duration.seconds(5)

    /// When nobody has looked at the meter for longer than this, the whole process stood still (suspended, or swapped out).
    private static let longestAbsence = Duration.seconds(2)
    /// So long after such a pause, what is read may have waited in the system since its beginning.
    private static let backlogTime = Duration.milliseconds(500)

    /// Is told each reading that was accepted, how long it may be told, and when it arrived.
    typealias Share = @Sendable (Reading, Validity, ContinuousClock.Instant) -> Void

    nonisolated let name: String

    private let configuration: MeterConfiguration
    let status: MeterStatus
    private let clock: GatewayClock
    private let feed: UpdateFeed
    private let observer: @Sendable (GatewayEvent) -> Void
    /// Hands what was accepted to those who add it to other meters'.
    private var share: Share
    private var decoder: TelegramDecoder
    private var reader: TelegramReader
    private var assurance: DecryptedText.Assurance?
    private var plausibility = PlausibilityGuard()
    private var counters: CounterBook
    private(set) var audience: Audience
    private(set) var lastReading: Reading?
    /// The meter's own freshness, for the log.
    private(set) var freshness: Freshness
    /// The states that were told of.
    private(set) var history: StateHistory
    private var frozen: FrozenGuard
    private var submeters = SubmeterWatch()
    private var lastBytes: ContinuousClock.Instant?
    /// When somebody last looked at the meter; nobody does before the whole gateway is set up, however long that takes.
    private var lastPresence: ContinuousClock.Instant?
    private var distrustedUntil: ContinuousClock.Instant?

    /// - Parameters:
    ///   - consumers: each with its listener.
    ///   - counters: what is known of the meter's energy.
    ///   - status: where it counts; `nil` counts in one of its own.
    ///   - maps: what other meters are served as too.
    ///   - publish: hands a consumer's next snapshot to the server.
    ///   - share: hands what was accepted to those who add it to other meters'.
    init(
        _ configuration: MeterConfiguration,
        consumers: [(consumer: ConsumerConfiguration, listener: ListenerID)],
        counters: CounterBook = CounterBook(),
        status: MeterStatus? = nil,
        maps: PreparedMaps = PreparedMaps(),
        clock: GatewayClock,
        feed: UpdateFeed,
        publish: @escaping @Sendable (UnitSnapshot, Consumer.Place) -> Void,
        share: @escaping Share = { _, _, _ in },
        observer: @escaping @Sendable (GatewayEvent) -> Void
    ) throws(GatewayError) {
        name = configuration.name
        self.configuration = configuration
        self.counters = counters
        self.clock = clock
        self.feed = feed
        self.observer = observer
        self.share = share
        let start = clock.now()
        let status = status ?? MeterStatus(clock, start: start, isSimulated: configuration.isSimulated)
        self.status = status
        decoder = TelegramDecoder(policy: configuration.checksumPolicy)
        reader = TelegramReader(standardOffset: configuration.standardOffset)
        freshness = Freshness(staleAfter: configuration.staleAfter)
        history = StateHistory(since: start, time: clock.wallTime())
        frozen = FrozenGuard(tolerance: configuration.frozenAfter)
        audience = try Audience(
            consumers,
            staleAfter: configuration.staleAfter,
            maps: maps,
            since: start,
            status: { status.values($0, at: $1) },
            publish: publish
        )
    }

    /// Serves others than before, and hands what is accepted to others.
    ///
    /// - Throws: `GatewayError.unservableMap`.
    func serve(
        _ consumers: [(consumer: ConsumerConfiguration, listener: ListenerID)],
        maps: PreparedMaps,
        share: @escaping Share
    ) throws(GatewayError) {
        try audience.seat(consumers, maps: maps, freshness, last: lastReading, at: clock.now())
        self.share = share
        if let lastReading, let limits = freshness.validity.limits {
            share(lastReading, freshness.validity, limits.arrival)
        }
    }

    /// Takes what the input tells.
    package func handle(_ event: InputEvent) {
        switch event {
        case .connected(let source): observer(.inputConnected(meter: name, source))
        case .undecipherable(let fault): reject(.undecipherable(fault.description))
        case .decrypted(let assurance, let didCounterRestart): noteDecryption(assurance, didCounterRestart)
        case .disconnected(let fault):
            breakOff(at: lastBytes)
            observer(.inputDisconnected(meter: name, fault))
        case .bytes(let bytes, let arrival):
            notePresence(at: arrival)
            if let lastBytes, arrival - lastBytes > Meter.longestPause { breakOff(at: lastBytes) }
            lastBytes = arrival
            for outcome in outcomes({ $0.decode(bytes, $1) }) { take(outcome, arrival) }
        case .ended:
            // The end of a recording ends its last telegram, which arrived with its last byte.
            if let lastBytes {
                for outcome in outcomes({ $0.finish($1) }) { take(outcome, lastBytes) }
            }
            observer(.inputEnded(meter: name))
        }
    }

    /// Tells what vouches for the encrypted telegrams, once for as long as it is the same.
    private func noteDecryption(_ assurance: DecryptedText.Assurance, _ didCounterRestart: Bool) {
        if assurance != self.assurance {
            self.assurance = assurance
            observer(.decrypting(meter: name, assurance))
        }
        if didCounterRestart { observer(.frameCounterRestarted(meter: name)) }
    }

    /// The rest of one telegram must not be joined with the beginning of another: without a checksum nobody would notice.
    private func breakOff(at arrival: ContinuousClock.Instant?) {
        guard let arrival else { return }
        for outcome in outcomes({ $0.breakOff($1) }) { take(outcome, arrival) }
    }

    /// Tells of the changes that only the passing of time has made; none is left out, however late it is looked.
    package func reportState(at now: ContinuousClock.Instant) {
        notePresence(at: now)
        var changes: [GatewayEvent] = []
        history.advance(to: now, freshness.validity, time: clock.wallTime()) { ended, state, age in
            changes.append(.stateChanged(meter: name, from: ended, to: state, age: age))
        }
        for change in changes { observer(change) }
        if !changes.isEmpty { tell(reading: nil, at: clock.now()) }
    }

    private func notePresence(at now: ContinuousClock.Instant) {
        let last = lastPresence ?? now
        if now - last > Meter.longestAbsence { distrustedUntil = now + Meter.backlogTime }
        lastPresence = max(last, now)
    }

    private func tell(reading: Reading?, at arrival: ContinuousClock.Instant) {
        feed.tell(
            MeterUpdate(
                meter: name,
                state: "\(history.state)",
                reading: reading,
                arrival: arrival,
                time: clock.wallTime(),
                isSimulated: configuration.isSimulated
            )
        )
    }

    private func outcomes(
        _ work: (inout TelegramDecoder, (TelegramDecoder.Outcome) -> Void) -> Void
    ) -> [TelegramDecoder.Outcome] {
        var outcomes: [TelegramDecoder.Outcome] = []
        work(&decoder) { outcomes.append($0) }
        return outcomes
    }

    private func take(_ outcome: TelegramDecoder.Outcome, _ arrival: ContinuousClock.Instant) {
        switch outcome {
        case .rejected(let reason, _): reject(reason)
        case .telegram(let telegram):
            var reading = reader.reading(of: telegram)
            if isFrozen(reading, arrival) { return reject(.frozen) }
            if isDistrusted(arrival) { return reject(.heldUp) }
            if let objection = objection(to: reading, arrival) { return reject(.implausible(objection)) }
            if configuration.countsEnergy { count(&reading, arrival) }
            if !configuration.isRecording { submeters.withdrawSilent(from: &reading, at: arrival) }
            accept(reading, arrival)
        }
    }

    private func count(_ reading: inout Reading, _ arrival: ContinuousClock.Instant) {
        counters.take(&reading, at: arrival, wallTime: clock.wallTime()) { notice in
            if case .held = notice { status.countHeld() }
            observer(.counter(meter: name, notice))
        }
    }

    /// Has what was counted written to the end. No telegram may come after this.
    func close() async {
        var counters = counters
        await counters.close()
    }

    private func reject(_ reason: Rejection) {
        status.countRejected(reason)
        observer(.rejected(meter: name, reason))
    }

    /// Whether it is nothing but a copy of the one before. Recordings repeat themselves as they like.
    private func isFrozen(_ reading: Reading, _ arrival: ContinuousClock.Instant) -> Bool {
        guard !configuration.isRecording else { return false }
        switch frozen.judge(reading, at: arrival, staleAfter: freshness.staleAfter) {
        case .telegram(let hasThawed):
            if hasThawed { observer(.thawed(meter: name)) }
            return false
        case .copy(let age, let isNews):
            if isNews { observer(.frozen(meter: name, age: age)) }
            return true
        }
    }

    private func isDistrusted(_ arrival: ContinuousClock.Instant) -> Bool {
        guard let distrustedUntil else { return false }
        return arrival < distrustedUntil
    }

    private func objection(to reading: Reading, _ arrival: ContinuousClock.Instant) -> String? {
        guard !configuration.isRecording else { return nil }
        if case .valid = reading.telegram.checksum {
            plausibility.note(reading, at: arrival)
            return nil
        }
        return plausibility.objection(to: reading, at: arrival)
    }

    private func accept(_ reading: Reading, _ arrival: ContinuousClock.Instant) {
        // What happened between two telegrams is told before what this one changes.
        reportState(at: arrival)
        freshness.telegramArrived(at: arrival)
        let hasChecksum = if case .valid = reading.telegram.checksum { true } else { false }
        status.countAccepted(hasChecksum: hasChecksum)
        audience.take(reading, arrival: arrival) { map, outcome in
            switch outcome {
            case .taken(misfits: 0): break
            case .taken(let misfits): observer(.misfits(meter: name, map: map, misfits))
            case .lacking(let quantity): observer(.lacking(meter: name, map: map, quantity))
            }
        }
        share(reading, freshness.validity, arrival)
        lastReading = reading
        observer(.accepted(meter: name, reading))
        reportState(at: arrival)
        tell(reading: reading, at: arrival)
    }
}
