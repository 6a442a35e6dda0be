// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

import class Foundation.FileManager
import class Foundation.Pipe
import class Foundation.Process
import class Foundation.ProcessInfo
import struct Foundation.URL

@testable import Dashboard

private let promtoolPath =
    (ProcessInfo.processInfo.environment["METERBRIDGE_TEST_TOOLS"] ?? ".build/test-tools") + "/bin/promtool"

@Suite("Metrics")
struct MetricsTests {
    private func lines(_ view: GatewayView) -> [String] {
        view.metrics.split(separator: "\n").map(String.init)
    }

    @Test("Consumers alike on two listeners are one series, which says 1 only if both are told live values")
    func sameConsumers() {
        var view = Views.gateway(.fresh)
        var drilled = view.consumers[0]
        drilled.isDrilled = true
        view.consumers.append(drilled)
        #expect(
            lines(view).filter { $0.hasPrefix("meterbridge_consumer_served{") }
                == [#"meterbridge_consumer_served{unit="1",map="carlo-gavazzi-em24",meter="house"} 0"#]
        )
    }

    @Test(
        "A value stands under its base unit, with phase, tariff and submeter as labels",
        arguments: [
            #"meterbridge_power_watts{meter="house"} -2347"#,
            #"meterbridge_phase_power_watts{meter="house",phase="l2"} -3557"#,
            #"meterbridge_line_voltage_volts{meter="house",lines="l1-l2"} 400.1"#,
            #"meterbridge_energy_import_joules_total{meter="house"} 44444440800"#,
            #"meterbridge_tariff_energy_import_joules_total{meter="house",tariff="2"} 3600"#,
            #"meterbridge_gas_volume_cubic_meters_total{meter="house",submeter="2"} 3204.510"#,
            #"meterbridge_meter_age_seconds{meter="house"} 34.250"#,
            #"meterbridge_meter_state{meter="house",state="fresh"} 1"#,
            #"meterbridge_meter_state{meter="house",state="stale"} 0"#,
            "meterbridge_simulated 0",
            #"meterbridge_modbus_requests_total{listener="0.0.0.0:502",unit="1"} 88100"#,
            #"meterbridge_modbus_requests_total{listener="0.0.0.0:502",unit="other"} 23"#,
            #"meterbridge_modbus_exceptions_total{listener="0.0.0.0:502",unit="1",code="2"} 1"#,
            #"meterbridge_modbus_silences_total{listener="0.0.0.0:502",unit="1"} 2"#,
            #"meterbridge_modbus_received_bytes_total{listener="0.0.0.0:502",unit="1"} 1057200"#,
            #"meterbridge_modbus_sent_bytes_total{listener="0.0.0.0:502",unit="1"} 1145300"#,
            #"meterbridge_modbus_service_seconds_total{listener="0.0.0.0:502",unit="1"} 3.524000000"#,
            #"meterbridge_modbus_service_average_seconds{listener="0.0.0.0:502",unit="1"} 0.000040000"#,
            #"meterbridge_modbus_service_worst_seconds{listener="0.0.0.0:502",unit="1"} 0.001234567"#,
            #"meterbridge_modbus_last_request_age_seconds{listener="0.0.0.0:502",unit="1"} 0.250"#,
            #"meterbridge_meter_state_entries_total{meter="house",state="stale"} 2"#,
            #"meterbridge_meter_state_seconds_total{meter="house",state="stale"} 9.001"#,
            "meterbridge_modbus_clients 1",
            "# TYPE meterbridge_energy_import_joules_total counter",
            "# TYPE meterbridge_power_watts gauge",
            "# HELP meterbridge_phase_power_watts active power of each phase, + import",
        ]
    )
    func line(expected: String) {
        #expect(lines(Views.gateway(.fresh)).contains(expected))
    }

    @Test("A meter that isn't fresh has an age and a state, but no value", arguments: MeterView.State.allCases)
    func stale(state: MeterView.State) {
        let lines = lines(Views.gateway(state))

        #expect(lines.contains { $0.hasPrefix("meterbridge_power_watts{") } == (state == .fresh))
        #expect(lines.contains { $0.hasPrefix("meterbridge_energy_import") } == (state == .fresh))
        #expect(lines.contains { $0.hasPrefix("meterbridge_meter_age_seconds{") } == (state != .waiting))
        #expect(lines.contains(#"meterbridge_meter_state{meter="house",state="\#(state.rawValue)"} 1"#))
    }

    @Test("Each metric begins once, and all its samples follow it")
    func grouping() throws {
        var view = Views.gateway(.fresh)
        view.meters.append(Views.house(.fresh, name: "barn"))
        var begun: Set<Substring> = []
        var current: Substring = ""
        for line in lines(view) where !line.hasPrefix("# HELP") {
            if line.hasPrefix("# TYPE") {
                current = line.split(separator: " ")[2]
                #expect(begun.insert(current).inserted, "\(current) begins twice")
            } else {
                #expect(line.prefix { $0 != "{" && $0 != " " } == current)
            }
        }
        #expect(begun.count > 12)
    }

    @Test("A meter's name can't break out of its label")
    func escaping() {
        var view = Views.gateway(.fresh)
        view.meters[0].name = "a\"b\\c\nd"

        #expect(lines(view).contains(#"meterbridge_power_watts{meter="a\"b\\c\nd"} -2347"#))
    }

    @Test("Every measured number has a name of its own in the catalogue")
    func catalogue() {
        var seen: [String: Quantity] = [:]
        for quantity in Quantity.allCases where quantity.definition.role == .measured {
            guard let metric = MetricName(quantity) else {
                Issue.record("\(quantity.name) has no metric")
                continue
            }
            let series = metric.family + metric.labels.map { "\($0.name)=\($0.value)" }.joined()
            #expect(seen.updateValue(quantity, forKey: series) == nil, "\(series) stands for two quantities")
            #expect(metric.isCounter == metric.family.hasSuffix("_total"))
        }
        #expect(MetricName(.statusAge) == nil)
        #expect(MetricName(.meterID) == nil)
    }

    @Test("A number too large for joules is left out")
    func overflow() {
        #expect(MetricName(.energyImport)?.converted(Decimal(.max)) == nil)
    }

    @Test(
        "Prometheus' own checker has nothing to say",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: promtoolPath),
            "promtool is set up by make test"
        ),
        arguments: MeterView.State.allCases
    )
    func promtool(state: MeterView.State) async throws {
        var view = Views.gateway(state)
        view.meters[0].quantities = Quantity.allCases.map { QuantityView($0, .number(Decimal(Int64($0.rawValue)))) }
        let process = Process()
        let input = Pipe()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: promtoolPath)
        process.arguments = ["check", "metrics"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Array(view.metrics.utf8))
        try input.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? .init()
        process.waitUntilExit()

        #expect(String(decoding: said, as: UTF8.self) == "")
        #expect(process.terminationStatus == 0)
    }
}
