// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

import struct Foundation.Data
import class Foundation.JSONSerialization
import class Foundation.NSNull

@testable import Dashboard

@Suite("The status as JSON")
struct StatusJSONTests {
    typealias Object = [String: Any]

    private func meter(_ state: MeterView.State) throws -> Object {
        let status = try JSONSerialization.jsonObject(with: Data(Views.gateway(state).json)) as? Object
        return try #require((status?["meters"] as? [Object])?.first)
    }

    @Test("A fresh meter's values stand under quantities, with unit and source")
    func fresh() throws {
        let meter = try meter(.fresh)

        #expect(meter["fresh"] as? Bool == true)
        #expect(meter["age_ms"] as? Int == 34_250)
        let quantities = try #require(meter["quantities"] as? [String: Object])
        #expect(quantities["power"]?["value"] as? Int == -2347)
        #expect(quantities["power"]?["unit"] as? String == "W")
        #expect(quantities["power"]?["source"] as? String == "1-0:1.7.0 − 1-0:2.7.0")
        #expect(quantities["energy.import"]?["value"] as? Double == 12345.678)
        #expect(quantities["meter.id"]?["value"] as? String == "45\"30")
        #expect(quantities["meter.id"]?["unit"] == nil)
        #expect((meter["last_quantities"] as? Object)?.isEmpty == true)
    }

    @Test("A sum says what it is made of, and a meter doesn't")
    func sum() throws {
        var view = Views.gateway(.fresh)
        view.meters.append(MeterView(name: "rest", parts: ["+house", "-charger"]))
        let status = try JSONSerialization.jsonObject(with: Data(view.json)) as? Object
        let meters = try #require(status?["meters"] as? [Object])
        #expect(meters.map { $0["sum_of"] as? [String] } == [nil, ["+house", "-charger"]])
    }

    @Test(
        "The values of a meter that isn't fresh can't be taken for new ones",
        arguments: MeterView.State.allCases.filter { $0 != .fresh }
    )
    func notFresh(state: MeterView.State) throws {
        let meter = try meter(state)

        #expect(meter["fresh"] as? Bool == false)
        #expect(meter["state"] as? String == state.rawValue)
        #expect((meter["quantities"] as? Object)?.isEmpty == true)
        #expect((meter["last_quantities"] as? Object)?["power"] != nil)
    }

    @Test("How often and how long a meter was in each state is counted, and the last sixteen episodes are shown")
    func states() throws {
        let meter = try meter(.fresh)

        let states = try #require(meter["states"] as? [String: [String: Int]])
        #expect(states["stale"] == ["times": 2, "lasted_ms": 9001])
        let episodes = try #require(meter["episodes"] as? [Object])
        #expect(episodes.count == 16)
        #expect(episodes[0]["started_at"] as? Int == 1_700_000_005)
        #expect(episodes[0]["state"] as? String == "stale")
        #expect(episodes[0]["worst_age_ms"] as? Int == 5250)
        #expect(episodes[0]["ended"] as? Bool == true)
        #expect(episodes[15]["lasted_ms"] as? Int == 1000)
        #expect(episodes[15]["worst_age_ms"] is NSNull)
        #expect(episodes[15]["ended"] as? Bool == false)
    }

    @Test("All remembered episodes of every meter are to be had")
    func allEpisodes() throws {
        let json = try JSONSerialization.jsonObject(with: Data(Views.gateway(.fresh).episodesJSON)) as? Object
        let meter = try #require((json?["meters"] as? [Object])?.first)

        #expect(meter["meter"] as? String == "house")
        #expect((meter["episodes"] as? [Object])?.count == 20)
    }

    @Test(
        "A consumer is shown with what it is told",
        arguments: [(MeterView.State.fresh, "live values"), (.lost, "exception 4")]
    )
    func consumers(state: MeterView.State, answer: String) throws {
        let status = try JSONSerialization.jsonObject(with: Data(Views.gateway(state).json)) as? Object
        let consumer = try #require((status?["consumers"] as? [Object])?.first)

        #expect(consumer["answer"] as? String == answer)
        #expect(consumer["policy"] as? String == "exception 4")
        #expect(consumer["unit"] as? Int == 1)
    }

    @Test("The whole of it, to the letter")
    func exact() {
        var view = Views.gateway(.waiting, isSimulated: true)
        view.meters[0].quantities = []
        view.meters[0].oddities = []
        view.meters[0].episodes.removeFirst(19)
        view.modbus.listeners[0].units.removeLast()

        #expect(
            String(decoding: view.json, as: UTF8.self) == """
                {"version":"1.2.3","started_at":1700000000,"simulated":true,"meters":[{"name":"house","state":"waiting",\
                "fresh":false,"age_ms":null,"period_ms":1003,"stale_after_ms":5000,"telegrams":7200,"rejected":3,\
                "rejections":{"checksum-mismatch":2,"cut":1},"held_counters":1,\
                "states":{"waiting":{"times":1,"lasted_ms":1250},"fresh":{"times":3,"lasted_ms":7200000},\
                "stale":{"times":2,"lasted_ms":9001}},"episodes":[{"state":"fresh","started_at":1700000020,\
                "lasted_ms":1000,"worst_age_ms":null,"ended":false}],\
                "quantities":{},"last_quantities":{},"oddities":[]}],"consumers":[{"unit":1,"map":"carlo-gavazzi-em24",\
                "meter":"house","state":"waiting","policy":"exception 4","answer":"exception 4","drill":false}],\
                "server":{"connections":2,"requests":88123,"exceptions":12,"waiting_answers":1,\
                "refused":{"not-allowed":7,"connection-limit":0},"evicted":4,"late_frames":5,\
                "descriptor_shortages":6},\
                "modbus":{"listeners":[{"listener":"0.0.0.0:502",\(traffic),"units":[{"unit":1,\
                "last_client":"192.168.1.5",\(traffic)}]}],"clients":[{"client":"192.168.1.5","connections":2,\
                "first_seen_at":1699999000,"first_seen_age_ms":1100250,\(traffic),"last_exception":4,\
                "last_exception_at":1700000050,"last_exception_age_ms":50250}],"clients_known":1}}
                """
        )
    }

    private let traffic = """
        "requests":88100,"exceptions":{"2":1,"4":3},"silences":2,"bytes_received":1057200,"bytes_sent":1145300,\
        "last_request_at":1700000100,"last_request_age_ms":250,"service_average_us":40,"service_worst_us":1234
        """

    @Test("The last requests have an answer of their own")
    func requests() {
        #expect(
            String(decoding: Views.modbus.requestsJSON, as: UTF8.self) == """
                {"requests":[{"at":1700000100,"age_ms":250,"listener":"0.0.0.0:502","client":"192.168.1.5","unit":1,\
                "function":3,"address":100,"count":2,"outcome":"answered","service_us":40,"words":[0,668]},\
                {"at":1700000099,"age_ms":1250,"listener":"serial:/dev/ttyUSB1?settings=9600-8N1","client":null,"unit":1,\
                "function":17,"address":null,"count":null,"outcome":"silent","service_us":null,"words":[]}]}
                """
        )
    }

    @Test("Of a thousand clients the status names 64 and how many there are")
    func manyClients() throws {
        var view = Views.gateway(.fresh)
        view.modbus.clients = .init(repeating: view.modbus.clients[0], count: 1000)
        let status = try JSONSerialization.jsonObject(with: Data(view.json)) as? Object
        let modbus = try #require(status?["modbus"] as? Object)

        #expect((modbus["clients"] as? [Object])?.count == 64)
        #expect(modbus["clients_known"] as? Int == 1000)
    }

    @Test("All that a reading says becomes a view, with its source")
    func reading() throws {
        var decoder = TelegramDecoder(policy: .none)
        var outcomes: [TelegramDecoder.Outcome] = []
        decoder.decode(Array("/ISk5\\2MT382\r\n\r\n1-0:1.7.0(01.500*kW)\r\n1-0:2.7.0(00.000*kW)\r\n!\r\n".utf8)) {
            outcomes.append($0)
        }
        guard case .telegram(let telegram)? = outcomes.first else {
            Issue.record("no telegram: \(outcomes)")
            return
        }
        let views = QuantityView.all(of: Reading(telegram, standardOffset: nil))

        let power = try #require(views.first { $0.quantity == .power })
        if case .number(let number) = power.value { #expect(number.description == "1500") }
        #expect(power.source?.isEmpty == false)
        #expect(views.contains { $0.quantity == .meterModel })
        #expect(!views.contains { $0.quantity == .voltageL1 })
    }
}
