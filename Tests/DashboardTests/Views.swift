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
            oddities: ["line 7: characters after the value were ignored"],
            totals: [
                StateTotalView(state: .waiting, times: 1, length: 1250),
                StateTotalView(state: .fresh, times: 3, length: 7_200_000),
                StateTotalView(state: .stale, times: 2, length: 9001),
            ],
            episodes: (1...20).map { number in
                EpisodeView(
                    state: number.isMultiple(of: 2) ? .fresh : .stale,
                    startedAt: 1_700_000_000 + Int64(number),
                    length: 1000,
                    worstAge: number == 20 ? nil : 5250,
                    hasEnded: number < 20
                )
            }
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
            ),
            modbus: modbus
        )
    }

    /// One listener with a unit, units that aren't there, and a client.
    static var modbus: ModbusView {
        let unit = TrafficView(
            requests: 88_100,
            silences: 2,
            exceptions: [4: 3, 2: 1],
            bytesReceived: 1_057_200,
            bytesSent: 1_145_300,
            lastRequest: Moment(time: 1_700_000_100, age: 250),
            totalService: 3_524_000_000,
            averageService: 40_000,
            worstService: 1_234_567
        )
        let absent = TrafficView(
            requests: 23,
            exceptions: [11: 23],
            bytesReceived: 276,
            bytesSent: 207,
            lastRequest: Moment(time: 1_700_000_000, age: 100_250),
            totalService: 460_000,
            averageService: 20_000,
            worstService: 30_000
        )
        return ModbusView(
            listeners: [
                ListenerView(
                    name: "0.0.0.0:502",
                    traffic: unit,
                    units: [
                        ListenerView.Unit(unit: 1, traffic: unit, lastClient: "192.168.1.5"),
                        ListenerView.Unit(unit: nil, traffic: absent, lastClient: "192.168.1.6"),
                    ]
                )
            ],
            clients: [
                ClientView(
                    address: "192.168.1.5",
                    connections: 2,
                    firstSeen: Moment(time: 1_699_999_000, age: 1_100_250),
                    traffic: unit,
                    lastException: (code: 4, moment: Moment(time: 1_700_000_050, age: 50_250))
                )
            ],
            requests: [
                RequestView(
                    moment: Moment(time: 1_700_000_100, age: 250),
                    listener: "0.0.0.0:502",
                    client: "192.168.1.5",
                    unit: 1,
                    function: 3,
                    address: 100,
                    count: 2,
                    outcome: "answered",
                    service: 40_999,
                    words: [0, 668]
                ),
                RequestView(
                    moment: Moment(time: 1_700_000_099, age: 1250),
                    listener: "serial:/dev/ttyUSB1?settings=9600-8N1",
                    client: nil,
                    unit: 1,
                    function: 17,
                    address: nil,
                    count: nil,
                    outcome: "silent",
                    service: nil,
                    words: []
                ),
            ]
        )
    }
}
