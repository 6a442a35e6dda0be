// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Glibc
import Inputs
import Metering
import Modbus
import Notation
import Registers
import Settings
import State
import Synchronization
import Telegrams
import Testing

@testable import Bridge

@Suite("A sum is as good as the worst of its parts, and as old as the oldest")
struct SumMeterTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .milliseconds(Int(seconds * 1000)) }

    @Test("Until all parts have spoken nobody is told a number")
    func waiting() async throws {
        let record = Record()
        let sum = try sum(record)
        #expect(record.snapshot?.liveAnswer(at: start) == .silence(closesConnection: false))

        await sum.take(try news(0, watts: 900, young: .fresh, at: 0))
        #expect(record.snapshot?.liveAnswer(at: at(0)) == .silence(closesConnection: false))
        #expect(record.states.isEmpty)

        await sum.take(try news(1, watts: 200, young: .fresh, at: 0.5))
        #expect(record.snapshot?.liveAnswer(at: at(0.5)) == .served)
        #expect(record.power == 700)
        #expect(record.states == [.fresh])
    }

    @Test("Each telegram of any part makes a new reading, which is as old as the older of them")
    func age() async throws {
        let record = Record()
        let sum = try sum(record)
        await sum.take(try news(0, watts: 900, young: .fresh, at: 0))
        await sum.take(try news(1, watts: 200, young: .fresh, at: 3))
        #expect(record.status.age == 3000)

        await sum.take(try news(1, watts: 300, young: .fresh, at: 4))
        #expect(record.power == 600)
        #expect(record.status.age == 4000)
        #expect(record.status.period == 2000)
    }

    @Test("It is stale as soon as any part is, however often the others speak")
    func stale() async throws {
        let record = Record()
        let sum = try sum(record)
        await sum.take(try news(0, watts: 900, young: .fresh, at: 0))
        for second in 0...8 { await sum.take(try news(1, watts: 200, young: .fresh, at: Double(second))) }

        // The first part's limit is five seconds.
        #expect(record.snapshots[5]?.liveAnswer(at: at(5)) == .served)
        #expect(record.snapshot?.liveAnswer(at: at(8)) == .silence(closesConnection: false))
        #expect(record.states == [.fresh, .stale])

        await sum.reportState(at: at(11))
        #expect(record.states == [.fresh, .stale, .lost])
        #expect(record.snapshot?.liveAnswer(at: at(11)) == .silence(closesConnection: true))
    }

    @Test("It recovers as long as any part does")
    func recovering() async throws {
        let record = Record()
        let sum = try sum(record)
        await sum.take(try news(0, watts: 900, young: .fresh, at: 0))
        await sum.take(try news(1, watts: 200, young: .fresh, at: 0))
        await sum.reportState(at: at(6))

        await sum.take(try news(0, watts: 901, young: .fresh, at: 20))
        #expect(record.snapshot?.liveAnswer(at: at(20)) != .served)
        await sum.take(try news(1, watts: 201, young: .recovering, at: 20.5))
        #expect(record.snapshot?.liveAnswer(at: at(20.5)) != .served)
        await sum.take(try news(0, watts: 902, young: .fresh, at: 21))
        #expect(record.snapshot?.liveAnswer(at: at(21)) != .served)
        await sum.take(try news(1, watts: 202, young: .fresh, at: 21.5))

        #expect(record.snapshot?.liveAnswer(at: at(21.5)) == .served)
        #expect(record.power == 700)
        #expect(record.states == [.fresh, .stale, .lost, .recovering, .fresh])
    }

    @Test("Its telegrams and rejections are those of its parts together")
    func counts() async throws {
        let record = Record()
        let statuses = try (0..<2).map { _ in MeterStatus(try clock(), start: start, isSimulated: false) }
        for status in statuses + [statuses[0]] { status.countAccepted(hasChecksum: true) }
        statuses[1].countRejected(.heldUp)
        let sum = try sum(record, statuses)
        await sum.take(try news(0, watts: 900, young: .fresh, at: 0))
        await sum.take(try news(1, watts: 200, young: .fresh, at: 0))

        let status = record.status
        #expect(status.telegrams == 3)
        #expect(status.heartbeat == 3)
        #expect(status.rejected == 1)
        #expect(status.hasSeenChecksum)
        let view = await sum.view(at: at(0))
        #expect(view.meter.parts == ["+house", "-charger"])
        #expect(view.meter.telegrams == 3)
        #expect(view.meter.quantities.contains { $0.quantity == .power })
        #expect(view.meter.telegram == nil)
        #expect(view.consumers.map(\.unit) == [1])
    }

    @Test("The energy of a difference outlives a restart, and goes on with what has flowed since")
    func restart() async throws {
        let folder = "/tmp/meterbridge-sum-\(UInt64.random(in: 0...UInt64.max))"
        defer { for file in ["rest.state", "rest.lock"] { unlink("\(folder)/\(file)") } }
        defer { rmdir(folder) }
        // Given a sum that was stopped when the sun had charged 3 kWh
        let before = try await energy(
            [(0, 9000, at: 0), (1, 2000, at: 0), (1, 2003, at: 1)],
            keptIn: try StateFile(meter: "rest", folder: folder)
        )
        #expect(before == 7000)

        // When it runs again, and the house has taken 5 kWh since
        let after = try await energy(
            [(0, 9005, at: 2), (1, 2003, at: 2)],
            keptIn: try StateFile(meter: "rest", folder: folder)
        )

        // Then it says 7005 kWh, and not the difference of 7002
        #expect(after == 7005)
    }

    /// What a sum says in the end that runs while its parts have counted these kWh.
    private func energy(_ said: [(part: Int, energy: Int, at: Double)], keptIn file: StateFile) async throws -> Int? {
        let record = Record()
        let sum = try sum(record, counters: try CounterBook(file, observer: { _ in }))
        for (part, energy, second) in said {
            await sum.take(try news(part, watts: 0, energy: energy, young: .fresh, at: second))
        }
        await sum.close()
        return record.energy
    }

    @Test("Two sums of the same meters have serial numbers of their own")
    func identity() async throws {
        let records = [Record(), Record()]
        for (record, name) in zip(records, ["rest", "other"]) {
            let sum = try sum(record, name: name)
            await sum.take(try news(0, watts: 900, young: .fresh, at: 0))
            await sum.take(try news(1, watts: 200, young: .fresh, at: 0))
        }
        let serials = records.map { $0.snapshot.map { Array($0.words[4..<11]) } }
        #expect(serials[0] != nil)
        #expect(serials[0] != serials[1])
    }

    @Test("A meter hands on what it accepts, in its order")
    func sharing() async throws {
        // Given a gateway's worth of wiring: a meter whose readings go to a sum of it alone
        let record = Record()
        let terms = [SumConfiguration.Term(.plus, "house")]
        let status = MeterStatus(try clock(), start: start, isSimulated: false)
        let sum = try sum(record, [status], terms: terms)
        let shares = SumShares([sum], [SumConfiguration(name: "rest", terms: terms)])
        let meter = try Meter(
            MeterConfiguration(name: "house", input: .tcp(host: "p1", port: 23, silence: .seconds(30))),
            consumers: [],
            status: status,
            clock: try clock(),
            feed: UpdateFeed([]),
            publish: { _, _ in },
            share: shares.share(of: "house"),
            observer: { _ in }
        )
        let running = Task { await sum.run() }

        // When it accepts telegrams
        for watts in 1...5 { await meter.handle(.bytes(telegram(watts * 100), arrival: start)) }

        // Then the sum's consumers are told each of them
        await record.awaitSnapshots(6)
        running.cancel()
        await running.value
        #expect(record.powers == [100, 200, 300, 400, 500])
    }

    /// What the sum told and published.
    private final class Record: Sendable {
        private struct Told {
            var snapshots: [UnitSnapshot] = []
            var states: [StatusValues.State] = []
            var awaited: (count: Int, continuation: CheckedContinuation<Void, Never>)?
        }

        private let told = Mutex(Told())

        var states: [StatusValues.State] { told.withLock { $0.states } }
        /// The first one is that of before any telegram.
        var snapshots: [UnitSnapshot?] { told.withLock { Array($0.snapshots.dropFirst()) } }
        var snapshot: UnitSnapshot? { told.withLock { $0.snapshots.last } }
        var power: Int? { powers.last }
        var energy: Int? { snapshot.map { Int($0.number(at: 2)) } }
        var powers: [Int] { snapshots.compactMap { $0.map { Int(Int32(bitPattern: $0.number(at: 0))) } } }

        func take(_ event: GatewayEvent) {
            if case .stateChanged(_, _, let state, _) = event { told.withLock { $0.states.append(state) } }
        }

        func take(_ snapshot: UnitSnapshot) {
            let waiter: CheckedContinuation<Void, Never>? = told.withLock { told in
                told.snapshots.append(snapshot)
                guard let awaited = told.awaited, told.snapshots.count >= awaited.count else { return nil }
                told.awaited = nil
                return awaited.continuation
            }
            waiter?.resume()
        }

        func awaitSnapshots(_ count: Int) async {
            await withCheckedContinuation { continuation in
                let isThere = told.withLock { told in
                    if told.snapshots.count >= count { return true }
                    told.awaited = (count, continuation)
                    return false
                }
                if isThere { continuation.resume() }
            }
        }

        /// The status registers as they stood when the newest snapshot was made.
        var status: StatusValues {
            var values = StatusValues()
            guard let words = snapshot?.words else { return values }
            let number = { (offset: Int) in Int64(UInt32(words[offset]) << 16 | UInt32(words[offset + 1])) }
            (values.age, values.period) = (number(11), number(13))
            (values.telegrams, values.rejected) = (number(15), number(17))
            values.heartbeat = Int64(words[19])
            values.hasSeenChecksum = words[20] == 1
            return values
        }
    }

    private static let lines = """
        stale silence
        table holding
        0 i32 power in W vital
        2 i32 energy.import in kWh
        4 text[14] meter.serial
        11 u32 status.age
        13 u32 status.period
        15 u32 status.telegrams
        17 u32 status.rejected
        19 u16 status.heartbeat
        20 u16 status.checksum
        """

    private func clock() throws -> GatewayClock { GatewayClock(now: { [start] in start }, wallTime: { 0 }) }

    private func sum(
        _ record: Record,
        _ statuses: [MeterStatus]? = nil,
        name: String = "rest",
        counters: CounterBook = CounterBook(),
        terms: [SumConfiguration.Term] = [.init(.plus, "house"), .init(.minus, "charger")]
    ) throws -> SumMeter {
        let map = try RegisterMapParser.parse(.init(name: "test.map", text: Self.lines), name: "test") { _ in nil }
        let clock = try clock()
        return try SumMeter(
            SumConfiguration(name: name, terms: terms),
            statuses: statuses ?? terms.map { _ in MeterStatus(clock, start: start, isSimulated: false) },
            consumers: [(ConsumerConfiguration(meter: name, map: map, unit: 1), listener: ListenerID(number: 0))],
            counters: counters,
            clock: clock,
            feed: UpdateFeed([]),
            publish: { snapshot, _ in record.take(snapshot) },
            observer: { record.take($0) }
        )
    }

    /// What a part says whose values are told for five seconds.
    private func news(
        _ part: Int,
        watts: Int,
        energy: Int = 10,
        young: StatusValues.State,
        at seconds: Double
    ) throws -> SumMeter.News {
        let arrival = at(seconds)
        let limits = Validity.Limits(arrival: arrival, stale: arrival + .seconds(5), lost: arrival + .seconds(10))
        return SumMeter.News(
            part: part,
            reading: try reading(watts, energy),
            validity: Validity(young: young, limits: limits, period: .seconds(part + 1)),
            arrival: arrival
        )
    }

    private func telegram(_ watts: Int, _ energy: Int = 10) -> [UInt8] {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        writer.append("1-0:1.7.0", "00.\(watts)*kW")
        writer.append("1-0:2.7.0", "00.000*kW")
        writer.append("1-0:1.8.0", "\(energy).000*kWh")
        return writer.telegram()
    }

    private func reading(_ watts: Int, _ energy: Int) throws -> Reading {
        var found: Telegram?
        var decoder = TelegramDecoder()
        decoder.decode(telegram(watts, energy)) { outcome in
            if case .telegram(let telegram) = outcome { found = telegram }
        }
        return Reading(try #require(found))
    }
}

extension UnitSnapshot {
    fileprivate func number(at offset: Int) -> UInt32 { UInt32(words[offset]) << 16 | UInt32(words[offset + 1]) }
}
