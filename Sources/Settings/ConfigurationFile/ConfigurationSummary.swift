// SPDX-License-Identifier: Apache-2.0

import Metering
import Modbus
import Notation
import Registers

/// What a configuration does, in a few lines for people.
package struct ConfigurationSummary: CustomStringConvertible {
    package let description: String

    package init(_ configuration: GatewayConfiguration) {
        var lines: [String] = []
        for meter in configuration.meters {
            let age = meter.staleAfter.map { "values are told for \($0.notation)" }
            lines.append("meter \(meter.name): \(meter.input)\(age.map { "; \($0)" } ?? "")")
        }
        for sum in configuration.sums {
            let terms = sum.terms.map { ($0.sign == .minus ? "- " : "+ ") + $0.meter }.joined(separator: " ")
            lines.append("sum \(sum.name): \(terms)")
        }
        for listener in configuration.listeners {
            let networks = listener.listener.address == nil ? nil : listener.allowed ?? configuration.limits.allowed
            let allowed = networks.map { networks in
                ", for \(networks.map(\.description).joined(separator: ", ")) and this machine"
            }
            lines.append("\(listener.listener.kind) on \(listener.listener)\(allowed ?? "")")
            lines += listener.consumers.map { "  unit \($0.unit): \(Self.words($0))" }
        }
        if let page = configuration.page { lines.append("web page: http://\(page)/") }
        if let mqtt = configuration.mqtt { lines.append("MQTT broker: \(mqtt.address)") }
        if let folder = configuration.stateFolder { lines.append("counters are kept in \(folder)") }
        description = lines.map { $0 + "\n" }.joined()
    }

    private static func words(_ consumer: ConsumerConfiguration) -> String {
        let who = consumer.name.map { " for \($0)" } ?? ""
        let changed = consumer.adjustment == .init() ? "" : ", adjusted"
        let pacing =
            switch consumer.pacing {
            case .immediate: ""
            case .paced(let time), .once(let time): ", answers wait up to \(time.notation)"
            }
        return "\(consumer.meter) as \(consumer.map.name)\(who)\(changed)\(pacing); when the meter is silent: "
            + consumer.failSafe.words
    }
}

extension Listener {
    /// What is spoken there.
    fileprivate var kind: String {
        switch self {
        case .tcp: "Modbus TCP"
        case .rtuOverTCP: "Modbus RTU over TCP"
        case .serial: "Modbus RTU"
        }
    }
}

extension FailSafe {
    /// What a consumer is told while the meter's values aren't fresh, for people.
    package var words: String {
        let others = [
            ("before the first telegram", waiting), ("when it is lost", lost), ("when it recovers", recovering),
        ]
        return stale.words + others.filter { $0.1 != stale }.map { "; \($0.0): \($0.1.words)" }.joined()
    }
}

extension FailSafePolicy {
    /// What it does, for people.
    package var words: String {
        switch self {
        case .silence: "no answer"
        case .exception(let code): "exception \(code)"
        case .unavailable: "not-available values"
        case .substitute(let values):
            "fixed values for "
                + values.keys.map(\.name).sorted().joined(separator: ", ") + ", all else not available"
        case .hold(let time, let policy): "the last values for \(time.notation), then \(policy.words)"
        case .zero: "zeros"
        }
    }
}
