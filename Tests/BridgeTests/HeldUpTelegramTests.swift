// SPDX-License-Identifier: Apache-2.0

import Inputs
import Modbus
import Registers
import Settings
import Synchronization
import Telegrams
import Testing

@testable import Bridge

@Suite("Telegrams that waited while the whole process stood still are not believed")
struct HeldUpTelegramTests {
    private let start = ContinuousClock.now

    @Test("What is read right after a suspension is refused; what comes later brings the values back")
    func suspension() async throws {
        // Given a fresh meter that is looked at four times a second
        let record = Record()
        let meter = try meter(record)
        await meter.handle(.bytes(telegram(100), arrival: start))
        await meter.reportState(at: start + .milliseconds(250))

        // When nobody looks for ten seconds, and then three telegrams are there at once
        let resumed = start + .seconds(10)
        for watts in [900, 901, 902] { await meter.handle(.bytes(telegram(watts), arrival: resumed)) }

        // Then none of them is told
        #expect(record.rejections == ["held-up", "held-up", "held-up"])
        #expect(record.snapshot?.liveAnswer(at: resumed) != .served)

        // And two that come when the backlog is over are
        for second in [1, 2] {
            await meter.reportState(at: resumed + .seconds(second) - .milliseconds(10))
            await meter.handle(.bytes(telegram(200), arrival: resumed + .seconds(second)))
        }
        #expect(record.snapshot?.liveAnswer(at: resumed + .seconds(2)) == .served)
    }

    @Test("A meter that is silent for long while the process runs is believed at once")
    func silence() async throws {
        let record = Record()
        let meter = try meter(record)
        await meter.handle(.bytes(telegram(100), arrival: start))
        for quarter in 1...120 { await meter.reportState(at: start + .milliseconds(250 * quarter)) }

        await meter.handle(.bytes(telegram(101), arrival: start + .seconds(30)))
        await meter.handle(.bytes(telegram(102), arrival: start + .seconds(31)))

        #expect(record.rejections.isEmpty)
        #expect(record.snapshot?.liveAnswer(at: start + .seconds(31)) == .served)
    }

    @Test("A meter that is first looked at long after it was made, because there is much else to set up, is believed")
    func slowStart() async throws {
        let record = Record()
        let meter = try meter(record)

        await meter.handle(.bytes(telegram(100), arrival: start + .seconds(10)))

        #expect(record.rejections.isEmpty)
        #expect(record.snapshot?.liveAnswer(at: start + .seconds(10)) == .served)
    }

    /// What the meter told and published.
    private final class Record: Sendable {
        private let state = Mutex<(rejections: [String], snapshot: UnitSnapshot?)>(([], nil))

        var rejections: [String] { state.withLock { $0.rejections } }
        var snapshot: UnitSnapshot? { state.withLock { $0.snapshot } }

        func take(_ event: GatewayEvent) {
            if case .rejected(_, let reason) = event { state.withLock { $0.rejections.append(reason.name) } }
        }

        func take(_ snapshot: UnitSnapshot) { state.withLock { $0.snapshot = snapshot } }
    }

    private func meter(_ record: Record) throws -> Meter {
        var configuration = MeterConfiguration(name: "meter", input: .tcp(host: "p1", port: 23, silence: .seconds(30)))
        configuration.staleAfter = .seconds(5)
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

    private func telegram(_ watts: Int) -> [UInt8] {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        writer.append("1-0:1.7.0", "00.\(watts)*kW")
        writer.append("1-0:2.7.0", "00.000*kW")
        return writer.telegram()
    }
}
