// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

extension GatewayView {
    /// The metrics, for Prometheus. A quantity is there only while its meter is fresh: Prometheus then ends the series by
    /// itself instead of drawing an old value on.
    var metrics: String {
        var exposition = Exposition()
        writeGateway(to: &exposition)
        writeMeters(to: &exposition)
        writeConsumers(to: &exposition)
        writeServer(to: &exposition)
        writeQuantities(to: &exposition)
        return exposition.text
    }

    private func writeGateway(to exposition: inout Exposition) {
        exposition.begin("meterbridge_build_info", .gauge, "1, with the version of the program")
        exposition.sample(1, ["version": version])
        exposition.begin("meterbridge_start_time_seconds", .gauge, "When the program started, since 1970 UTC")
        exposition.sample(startedAt)
        exposition.begin("meterbridge_simulated", .gauge, "1 when the telegrams are made up")
        exposition.sample(isSimulated ? 1 : 0)
    }

    private func writeMeters(to exposition: inout Exposition) {
        exposition.begin("meterbridge_meter_age_seconds", .gauge, "Time since the last good telegram")
        for meter in meters {
            if let age = meter.age { exposition.sample(Decimal(age, exponent: -3), ["meter": meter.name]) }
        }
        exposition.begin("meterbridge_meter_state", .gauge, "1 at the state that the meter is in, 0 at the others")
        for meter in meters {
            for state in MeterView.State.allCases {
                exposition.sample(meter.state == state ? 1 : 0, ["meter": meter.name, "state": state.rawValue])
            }
        }
        exposition.begin("meterbridge_meter_state_entries_total", .counter, "Times that the meter came into each state")
        for meter in meters {
            for total in meter.totals {
                exposition.sample(total.times, ["meter": meter.name, "state": total.state.rawValue])
            }
        }
        exposition.begin("meterbridge_meter_state_seconds_total", .counter, "Time that the meter was in each state")
        for meter in meters {
            for total in meter.totals {
                exposition.sample(
                    Decimal(total.length, exponent: -3),
                    ["meter": meter.name, "state": total.state.rawValue]
                )
            }
        }
        exposition.begin("meterbridge_meter_period_seconds", .gauge, "Observed time between telegrams")
        for meter in meters {
            if let period = meter.period { exposition.sample(Decimal(period, exponent: -3), ["meter": meter.name]) }
        }
        exposition.begin("meterbridge_meter_stale_after_seconds", .gauge, "Age up to which values are told")
        for meter in meters {
            if let limit = meter.staleAfter { exposition.sample(Decimal(limit, exponent: -3), ["meter": meter.name]) }
        }
        exposition.begin("meterbridge_meter_telegrams_total", .counter, "Telegrams accepted")
        for meter in meters { exposition.sample(meter.telegrams, ["meter": meter.name]) }
        exposition.begin("meterbridge_meter_rejected_telegrams_total", .counter, "Telegrams rejected")
        for meter in meters { exposition.sample(meter.rejected, ["meter": meter.name]) }
        exposition.begin("meterbridge_meter_rejections_total", .counter, "Telegrams rejected, by reason")
        for meter in meters {
            for (reason, count) in meter.rejections.sorted(by: { $0.key < $1.key }) {
                exposition.sample(count, ["meter": meter.name, "reason": reason])
            }
        }
        exposition.begin(
            "meterbridge_meter_held_counters_total",
            .counter,
            "Energy counters told at their last value, because the meter's own fell or was missing"
        )
        for meter in meters { exposition.sample(meter.heldCounters, ["meter": meter.name]) }
    }

    private func writeConsumers(to exposition: inout Exposition) {
        exposition.begin("meterbridge_consumer_served", .gauge, "1 while the consumer is told live values")
        // Several listeners may have one under the same unit, map and meter; a series may be there once.
        var told: [ConsumerView] = []
        for consumer in consumers {
            let same = { (other: ConsumerView) in
                other.unit == consumer.unit && other.map == consumer.map && other.meter == consumer.meter
            }
            guard !told.contains(where: same) else { continue }
            told.append(consumer)
            let labels: KeyValuePairs = ["unit": "\(consumer.unit)", "map": consumer.map, "meter": consumer.meter]
            exposition.sample(consumers.contains { same($0) && !$0.isServed } ? 0 : 1, labels)
        }
    }

    private func writeServer(to exposition: inout Exposition) {
        exposition.begin("meterbridge_modbus_connections", .gauge, "Modbus connections open now")
        exposition.sample(server.connections)
        exposition.begin("meterbridge_modbus_waiting_answers", .gauge, "Answers that wait for a telegram now")
        exposition.sample(server.waitingAnswers)
        exposition.begin(
            "meterbridge_modbus_refused_connections_total",
            .counter,
            "Connections closed at once, by reason"
        )
        for (reason, count) in server.refusals { exposition.sample(count, ["reason": reason]) }
        exposition.begin(
            "meterbridge_modbus_evicted_connections_total",
            .counter,
            "Idle connections closed to make room"
        )
        exposition.sample(server.evictions)
        exposition.begin("meterbridge_modbus_late_frames_total", .counter, "Requests begun and not completed in time")
        exposition.sample(server.lateFrames)
        exposition.begin(
            "meterbridge_modbus_descriptor_shortages_total",
            .counter,
            "Times that the process could open no more files for a connection"
        )
        exposition.sample(server.descriptorShortages)
        modbus.write(to: &exposition)
    }

    private func writeQuantities(to exposition: inout Exposition) {
        let values = meters.filter(\.isFresh).map { (meter: $0.name, numbers: $0.numbers) }
        for family in MetricFamily.all {
            var isBegun = false
            for (meter, numbers) in values {
                for (quantity, metric) in family.members {
                    guard let number = numbers[quantity].flatMap(metric.converted) else { continue }
                    if !isBegun { exposition.begin(family.name, family.isCounter ? .counter : .gauge, family.help) }
                    isBegun = true
                    let labels = [MetricName.Label(name: "meter", value: meter)] + metric.labels
                    exposition.sample(number.description, labels)
                }
            }
        }
    }
}

extension MeterView {
    fileprivate var numbers: [Quantity: Decimal] {
        var numbers: [Quantity: Decimal] = [:]
        for view in quantities {
            if case .number(let number) = view.value { numbers[view.quantity] = number }
        }
        return numbers
    }
}

/// The quantities that share a metric's name, as they have to stand together.
private struct MetricFamily {
    let name: String
    let isCounter: Bool
    let help: String
    let members: [(quantity: Quantity, metric: MetricName)]

    static let all: [MetricFamily] = {
        var order: [String] = []
        var members: [String: [(quantity: Quantity, metric: MetricName)]] = [:]
        for quantity in Quantity.allCases {
            guard let metric = MetricName(quantity) else { continue }
            if members[metric.family] == nil { order.append(metric.family) }
            members[metric.family, default: []].append((quantity, metric))
        }
        return order.compactMap { name in
            guard let members = members[name], let first = members.first else { return nil }
            return MetricFamily(
                name: name,
                isCounter: first.metric.isCounter,
                help: help(first.quantity.definition.summary),
                members: members
            )
        }
    }()

    /// The summary of a family's first member, made to fit them all.
    private static func help(_ summary: String) -> String {
        var words = summary.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        for index in words.indices.dropFirst() where ["phase", "tariff"].contains(words[index - 1]) {
            guard words[index].hasPrefix("L1") || words[index] == "1" else { continue }
            let rest = words[index].drop { $0.isLetter || $0.isNumber }
            words[index] = words[index - 1] + rest
            words[index - 1] = "each"
        }
        return words.joined(separator: " ")
    }
}
