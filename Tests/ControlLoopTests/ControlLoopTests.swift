// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@testable import benchmark_control_loop

@Suite("Control loops through the gateway, in simulated time", .timeLimit(.minutes(1)))
struct ControlLoopTests {
    @Test(
        "An inverter that may feed nothing in exports at most 2 % more than if it read the meter directly",
        arguments: [1000, 10_000]
    )
    func zeroExport(telegramInterval: Int) async throws {
        let loop = try await ZeroExport(steps: 8, telegramInterval: telegramInterval)

        // The loop is closed: there is something to steer, and it is steered.
        #expect(loop.direct.exported(in: loop.direct.whole) > 1)
        #expect(loop.surplus(loop.throughGateway) <= 2)
        if telegramInterval == 1000 {
            #expect(loop.throughGateway.deviations(laterThan: 8000).median < 100)
        }
    }

    @Test("A battery that asks faster than the meter speaks swings if it is answered at once, and doesn't if paced")
    func batterySwing() async throws {
        let swing = try await BatterySwing(steps: 4, telegramInterval: 1000)

        #expect(swing.immediate.deviations(laterThan: BatterySwing.settlingTime).median > 500)
        for calm in [swing.paced, swing.once] {
            #expect(calm.deviations(laterThan: BatterySwing.settlingTime).allSatisfy { $0 < BatterySwing.calm })
        }
    }

    @Test("When the meter falls silent, export ends with the fail-safe, and goes on where the last value is repeated")
    func meterLoss() async throws {
        let loss = try await MeterLoss(steps: 10)

        #expect(loss.losses.count == 1)
        let promised = Double(MeterLoss.promised) / 1000
        #expect(loss.longestExport(loss.throughGateway) <= promised)
        #expect(loss.longestExport(loss.lastValueForEver) > promised)
        #expect(loss.exported(loss.throughGateway) < loss.exported(loss.lastValueForEver) / 2)
    }

    @Test("A loop goes the same way each time it is run")
    func repeatable() async throws {
        let loop = ControlLoop(load: HouseLoad(steps: 2, watts: 300...2200, seed: 1), inverter: .integratingBattery)

        let first = try await GatewayLink.with(.paced(atMost: .milliseconds(800))) { try await loop.run(over: $0) }
        let second = try await GatewayLink.with(.paced(atMost: .milliseconds(800))) { try await loop.run(over: $0) }

        #expect(first.grid == second.grid)
    }
}
