// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Inputs
import Modbus
import Registers
import Settings
import Synchronization
import Telegrams
import Testing

@testable import Bridge

@Suite("A live input that repeats itself, or hands on a backlog, is not taken for a meter that speaks")
struct RepeatedTelegramTests {
    private let start = ContinuousClock.now
    private static let gateway = InputAddress.tcp(host: "p1", port: 23, silence: .seconds(30))

    @Test("Copies make the values no younger: they go stale, the copies are counted, and that is told once")
    func frozen() async throws {
        // Given a meter that speaks once a second
        let record = Record()
        let meter = try meter(record)
        for second in 0...2 { await speak(meter, second, watts: 100, second: second) }

        // When nothing comes but copies
        for second in 3...20 { await speak(meter, second, watts: 100, second: 2) }

        // Then it is stale five seconds after the last new one
        #expect(record.snapshot?.liveAnswer(at: start + .seconds(7)) == .served)
        #expect(record.snapshot?.liveAnswer(at: start + .milliseconds(7001)) != .served)
        #expect(record.rejections == [String](repeating: "frozen", count: 18))
        #expect(record.frozen == [.seconds(6)])
        #expect(await meter.status.rejected == ["frozen": 18])
        let view = await meter.view(at: start + .seconds(20))
        #expect(view.telegrams == 3)
        #expect(view.episodes.map(\.state) == [.waiting, .fresh, .stale, .lost])
        #expect(view.episodes.map(\.worstAge) == [nil, 5000, 10_000, 18_000])
        #expect(view.totals.map(\.length) == [0, 7000, 5000, 8000, 0])

        // And two new ones bring it back
        await speak(meter, 21, watts: 101, second: 21)
        await speak(meter, 22, watts: 102, second: 22)
        #expect(record.snapshot?.liveAnswer(at: start + .seconds(22)) == .served)
        #expect(record.thaws == 1)
    }

    @Test("frozen-after lets copies count for so long")
    func tolerance() async throws {
        let record = Record()
        let meter = try meter(record, frozenAfter: .seconds(10))
        for second in 0...20 { await speak(meter, second, watts: 100, second: 0) }

        #expect(record.rejections.count == 10)
        #expect(record.snapshot?.liveAnswer(at: start + .seconds(15)) == .served)
        #expect(record.snapshot?.liveAnswer(at: start + .seconds(16)) != .served)
    }

    @Test("A recording may repeat itself, and a meter without a clock says the same all night")
    func allowed() async throws {
        for (input, hasClock) in [(.recording(path: "night.txt", every: .seconds(1)), true), (Self.gateway, false)] {
            let record = Record()
            let meter = try meter(record, input)
            for second in 0...20 { await speak(meter, second, watts: 100, second: hasClock ? 0 : nil) }

            #expect(record.rejections.isEmpty)
            #expect(record.snapshot?.liveAnswer(at: start + .seconds(20)) == .served)
        }
    }

    @Test(
        "While a backlog comes in one burst after an outage, the fail-safe is told, and then the meter's own next telegram"
    )
    func backlog() async throws {
        // Given a meter that fell silent
        let record = Record()
        let meter = try meter(record)
        for second in 0...3 { await speak(meter, second, watts: 100, second: second) }

        // When half a minute later everything comes that was kept
        let end = start + .seconds(33)
        for second in 4...32 {
            await meter.reportState(at: start + .seconds(second))
        }
        for second in 4...32 {
            let arrival = end + .milliseconds(second)
            await meter.handle(.bytes(telegram(watts: 200, second: second), arrival: arrival))
            #expect(record.snapshot?.liveAnswer(at: arrival) != .served)
        }

        // Then only the next one is told, and nobody gets the kept ones
        let next = end + .seconds(1)
        #expect(record.snapshot?.liveAnswer(at: next - .milliseconds(1)) != .served)
        await meter.handle(.bytes(telegram(watts: 300, second: 33), arrival: next))
        #expect(record.snapshot?.liveAnswer(at: next) == .served)
        #expect(record.snapshot?.words.contains(300) == true)
        #expect(record.rejections.isEmpty)
    }

    /// A telegram, so many seconds after the start, looked at twice in between.
    private func speak(_ meter: Meter, _ at: Int, watts: Int, second: Int?) async {
        await meter.reportState(at: start + .seconds(at) - .milliseconds(1))
        await meter.handle(.bytes(telegram(watts: watts, second: second), arrival: start + .seconds(at)))
    }

    /// What the meter told and published.
    private final class Record: Sendable {
        private struct State {
            var rejections: [String] = []
            var frozen: [Duration] = []
            var thaws = 0
            var snapshot: UnitSnapshot?
        }

        private let state = Mutex(State())

        var rejections: [String] { state.withLock { $0.rejections } }
        var frozen: [Duration] { state.withLock { $0.frozen } }
        var thaws: Int { state.withLock { $0.thaws } }
        var snapshot: UnitSnapshot? { state.withLock { $0.snapshot } }

        func take(_ event: GatewayEvent) {
            state.withLock { state in
                switch event {
                case .rejected(_, let reason): state.rejections.append(reason.name)
                case .frozen(_, let age): state.frozen.append(age)
                case .thawed: state.thaws += 1
                default: break
                }
            }
        }

        func take(_ snapshot: UnitSnapshot) { state.withLock { $0.snapshot = snapshot } }
    }

    private func meter(_ record: Record, _ input: InputAddress = gateway, frozenAfter: Duration? = nil) throws -> Meter
    {
        var configuration = MeterConfiguration(name: "meter", input: input)
        configuration.staleAfter = .seconds(5)
        configuration.frozenAfter = frozenAfter
        let consumer = ConsumerConfiguration(meter: "meter", map: try MapLibrary.builtIn.map("native"), unit: 1)
        return try Meter(
            configuration,
            consumers: [(consumer, listener: ListenerID(number: 0))],
            clock: GatewayClock(now: { [start] in start }, wallTime: { 0 }),
            feed: UpdateFeed([]),
            publish: { snapshot, _ in record.take(snapshot) },
            observer: { record.take($0) }
        )
    }

    private func telegram(watts: Int, second: Int?) -> [UInt8] {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        if let second { writer.append("0-0:1.0.0", "2601151030\(second < 10 ? "0" : "")\(second)W") }
        writer.append("1-0:1.7.0", "00.\(watts)*kW")
        writer.append("1-0:2.7.0", "00.000*kW")
        return writer.telegram()
    }
}
