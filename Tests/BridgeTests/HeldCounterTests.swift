// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Inputs
import Metering
import Modbus
import Registers
import Settings
import Synchronization
import Telegrams
import Testing

@testable import Bridge

@Suite("A counter that falls is held for everybody who is told")
struct HeldCounterTests {
    private let start = ContinuousClock.now

    @Test("The view shows the held value and counts it, and the log is told")
    func held() async throws {
        // Given a meter with two tariffs
        let notices = Notices()
        let meter = try meter(.tcp(host: "p1", port: 23, silence: .seconds(30)), notices)
        await meter.handle(.bytes(telegram("1-0:1.8.1", "1-0:1.8.2"), arrival: start))

        // When a telegram with a valid checksum lacks one of them
        await meter.handle(.bytes(telegram("1-0:1.8.1"), arrival: start + .seconds(1)))

        // Then it is accepted, and the total stays where it was, and so does the only phase, which is the total
        #expect(await meter.lastReading?[.energyImport] == Decimal(20))
        let view = await meter.view(at: start + .seconds(1))
        #expect(view.telegrams == 2)
        #expect(view.heldCounters == 3)
        #expect(view.quantities.first { $0.quantity == .energyImport }?.source?.hasPrefix("held at") == true)
        #expect(notices.all.map(\.quantity) == [.energyImport, .energyImportT2, .energyImportL1])
    }

    @Test("A recording is shown as it is")
    func recording() async throws {
        let notices = Notices()
        let meter = try meter(.recording(path: "evening.txt", every: nil), notices)
        await meter.handle(.bytes(telegram("1-0:1.8.1", "1-0:1.8.2"), arrival: start))
        await meter.handle(.bytes(telegram("1-0:1.8.1"), arrival: start + .seconds(1)))

        #expect(await meter.lastReading?[.energyImport] == Decimal(10))
        #expect(notices.all.isEmpty)
    }

    @Test(
        "Only what is read from a meter is kept for the next run",
        arguments: [
            (InputAddress.standardInput, true), (.tcp(host: "p1", port: 23, silence: .seconds(30)), true),
            (.recording(path: "evening.txt", every: nil), false),
            (.simulator(.dsmr5, seed: 1, speed: 1), false),
        ]
    )
    func keeping(input: InputAddress, isKept: Bool) {
        #expect(MeterConfiguration(name: "meter", input: input).keepsState == isKept)
    }

    private final class Notices: Sendable {
        private let notices = Mutex<[CounterNotice]>([])

        var all: [CounterNotice] { notices.withLock { $0 } }

        func take(_ event: GatewayEvent) {
            if case .counter(_, let notice) = event { notices.withLock { $0.append(notice) } }
        }
    }

    private func meter(_ input: InputAddress, _ notices: Notices) throws -> Meter {
        try Meter(
            MeterConfiguration(name: "meter", input: input),
            consumers: [],
            clock: GatewayClock(now: { [start] in start }, wallTime: { 0 }),
            feed: UpdateFeed([]),
            publish: { _, _ in },
            observer: { notices.take($0) }
        )
    }

    private func telegram(_ codes: String...) -> [UInt8] {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        for code in codes { writer.append(code, "000010.000*kWh") }
        return writer.telegram()
    }
}
