// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension ModbusView {
    /// By listener and unit. Units that nobody serves are one, and clients are none, so that nobody on the network can make up
    /// new series.
    func write(to exposition: inout Exposition) {
        write("requests_total", .counter, "Modbus requests received", to: &exposition) {
            Decimal(clamping: $0.requests)
        }
        exposition.begin(
            "meterbridge_modbus_exceptions_total",
            .counter,
            "Modbus requests answered with an exception, by code"
        )
        for (labels, traffic) in series {
            for (code, count) in traffic.exceptions.sorted(by: { $0.key < $1.key }) {
                exposition.sample("\(count)", labels + [MetricName.Label(name: "code", value: "\(code)")])
            }
        }
        write("silences_total", .counter, "Modbus requests that the fail-safe left unanswered", to: &exposition) {
            Decimal(clamping: $0.silences)
        }
        write("received_bytes_total", .counter, "Bytes in the frames of requests", to: &exposition) {
            Decimal(clamping: $0.bytesReceived)
        }
        write("sent_bytes_total", .counter, "Bytes in the frames of answers", to: &exposition) {
            Decimal(clamping: $0.bytesSent)
        }
        let service = "from the last bytes of requests until their answers were sent"
        write("service_seconds_total", .counter, "All the times \(service)", to: &exposition) {
            Decimal($0.totalService, exponent: -9)
        }
        write("service_average_seconds", .gauge, "The average of the times \(service)", to: &exposition) {
            $0.averageService.map { Decimal($0, exponent: -9) }
        }
        write("service_worst_seconds", .gauge, "The longest of the times \(service)", to: &exposition) {
            $0.worstService.map { Decimal($0, exponent: -9) }
        }
        write("last_request_age_seconds", .gauge, "Time since the last request", to: &exposition) {
            $0.lastRequest.map { Decimal($0.age, exponent: -3) }
        }
        exposition.begin(
            "meterbridge_modbus_clients",
            .gauge,
            "Addresses that have connected, as far as they are still known"
        )
        exposition.sample(clients.count)
    }

    private func write(
        _ name: String,
        _ kind: Exposition.Kind,
        _ help: String,
        to exposition: inout Exposition,
        value: (TrafficView) -> Decimal?
    ) {
        exposition.begin("meterbridge_modbus_\(name)", kind, help)
        for (labels, traffic) in series {
            if let value = value(traffic) { exposition.sample(value.description, labels) }
        }
    }

    private var series: [(labels: [MetricName.Label], traffic: TrafficView)] {
        listeners.flatMap { listener in
            listener.units.map { unit in
                let labels = [
                    MetricName.Label(name: "listener", value: listener.name),
                    MetricName.Label(name: "unit", value: unit.unit.map { "\($0)" } ?? "other"),
                ]
                return (labels, unit.traffic)
            }
        }
    }
}

extension Decimal {
    fileprivate init(clamping count: UInt64) { self.init(Int64(clamping: count)) }
}
