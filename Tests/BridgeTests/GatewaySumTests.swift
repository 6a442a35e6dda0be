// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Foundation
import Inputs
import Metering
import Modbus
import Outputs
import Registers
import Settings
import Synchronization
import Telegrams
import Testing

@testable import Bridge

@Suite("A gateway serves and shows sums as it does meters", .timeLimit(.minutes(1)))
struct GatewaySumTests {
    @Test("Two recordings and their difference: all three are served, shown and told to the outputs")
    func difference() async throws {
        // Given a house that takes 900 W and a charger that takes 600 W of it
        let folder = FileManager.default.temporaryDirectory.appending(path: "meterbridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = GatewayConfiguration()
        for (name, watts) in [("house", 900), ("charger", 600)] {
            let path = folder.appending(path: name).path
            try Data(telegram(watts)).write(to: URL(filePath: path))
            configuration.meters.append(MeterConfiguration(name: name, input: .recording(path: path, every: nil)))
        }
        configuration.sums = [SumConfiguration(name: "rest", terms: [.init(.plus, "house"), .init(.minus, "charger")])]
        let map = try MapLibrary.builtIn.map("native")
        configuration.listeners = [
            ListenerConfiguration(
                .tcp(ListenAddress(host: "127.0.0.1", port: 0)),
                consumers: [
                    ConsumerConfiguration(meter: "house", map: map, unit: 1),
                    ConsumerConfiguration(meter: "rest", map: map, unit: 2),
                ]
            )
        ]

        // When it runs until the difference is told
        let output = Collector()
        let gateway = try Gateway(configuration, outputs: [output], observer: { _ in })
        let running = Task { try await gateway.run() }
        let update = await output.update(of: "rest")
        let view = await gateway.view(version: "test")
        running.cancel()
        _ = await running.result

        // Then outputs are told 300 W
        #expect(update.reading?[.power] == Decimal(300))
        #expect(update.state == "fresh")
        // And it is shown as what it is
        #expect(view.meters.map(\.name) == ["house", "charger", "rest"])
        #expect(view.meters.map(\.parts) == [nil, nil, ["+house", "-charger"]])
        #expect(view.meters.map(\.telegrams) == [1, 1, 2])
        #expect(view.consumers.map(\.meter) == ["house", "rest"])
        #expect(view.consumers.allSatisfy { $0.state == .fresh })
    }

    /// Keeps what it is told, and lets the test wait for it.
    private final class Collector: Output {
        private let (updates, teller) = AsyncStream.makeStream(of: MeterUpdate.self)

        func run(_ updates: AsyncStream<MeterUpdate>) async {
            for await update in updates { teller.yield(update) }
        }

        /// The first reading of a meter.
        func update(of meter: String) async -> MeterUpdate {
            for await update in updates where update.meter == meter && update.reading != nil { return update }
            return MeterUpdate(meter: "", state: "", arrival: .now, time: 0)
        }
    }

    private func telegram(_ watts: Int) -> [UInt8] {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        writer.append("1-0:1.7.0", "00.\(watts)*kW")
        writer.append("1-0:2.7.0", "00.000*kW")
        return writer.telegram()
    }
}
