// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Metering
import Telegrams

/// Made-up views of one house.
enum Views {
    static func house(_ state: MeterView.State, name: String = "house") -> MeterView {
        MeterView(
            name: name,
            state: state,
            age: state == .waiting ? nil : 34_250,
            period: 1003,
            staleAfter: 5000,
            telegrams: 7200,
            rejected: 3,
            rejections: ["cut": 1, "checksum-mismatch": 2],
            heldCounters: 1,
            quantities: [
                QuantityView(.power, .number(Decimal(-2347)), source: "1-0:1.7.0 − 1-0:2.7.0"),
                QuantityView(.powerL1, .number(Decimal(1210))),
                QuantityView(.powerL2, .number(Decimal(-3557))),
                QuantityView(.voltageL1L2, .number(Decimal(4001, exponent: -1))),
                QuantityView(.energyImport, .number(Decimal(12_345_678, exponent: -3))),
                QuantityView(.energyImportT2, .number(Decimal(1, exponent: -3))),
                QuantityView(.gas2Volume, .number(Decimal(3_204_510, exponent: -3))),
                QuantityView(.meterID, .text("45\"30")),
            ],
            telegram: "/ISk5\\2MT382-1000\r\n\r\n1-0:1.7.0(00.000*kW)\r\n!\r\n",
            oddities: ["line 7: characters after the value were ignored"]
        )
    }

    static func gateway(_ state: MeterView.State, isSimulated: Bool = false) -> GatewayView {
        GatewayView(
            version: "1.2.3",
            startedAt: 1_700_000_000,
            isSimulated: isSimulated,
            meters: [house(state)],
            consumers: [
                ConsumerView(unit: 1, map: "carlo-gavazzi-em24", meter: "house", policy: "exception 4", state: state)
            ],
            server: ServerView(
                connections: 2,
                requests: 88_123,
                exceptions: 12,
                waitingAnswers: 1,
                refusals: [("not-allowed", 7), ("connection-limit", 0)],
                evictions: 4,
                lateFrames: 5,
                descriptorShortages: 6
            )
        )
    }
}
