// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// How Prometheus calls a quantity: base units in the plural at the end, `_total` behind counters, and the phase, tariff or
/// submeter as a label, so that the series of one name can be added up (prometheus.io/docs/practices/naming).
struct MetricName: Sendable, Hashable {
    let family: String
    let isCounter: Bool
    /// Its labels besides the meter's name.
    let labels: [Label]
    /// What a number in the quantity's unit is multiplied by: a factor and a power of ten.
    private let factor: Int64
    private let places: Int8

    struct Label: Sendable, Hashable {
        let name: String
        let value: String
    }

    /// `nil` for what is no measured number.
    init?(_ quantity: Quantity) {
        guard quantity.definition.role == .measured, let unit = MetricName.suffixes[quantity.unit.symbol] else {
            return nil
        }
        var words: [String] = []
        var labels: [Label] = []
        var prefix = ""
        for part in quantity.name.split(separator: ".") {
            switch part {
            case "l1", "l2", "l3":
                labels.append(Label(name: "phase", value: String(part)))
                prefix = "phase_"
            case "l1-l2", "l2-l3", "l3-l1":
                labels.append(Label(name: "lines", value: String(part)))
                prefix = "line_"
            case "t1", "t2", "t3", "t4":
                labels.append(Label(name: "tariff", value: String(part.dropFirst())))
                prefix = "tariff_"
            case "2": labels.append(Label(name: "submeter", value: "2"))
            default: words.append(part.split(separator: "-").joined(separator: "_"))
            }
        }
        if MetricName.submeters.contains(words.first ?? ""), labels.isEmpty {
            labels.append(Label(name: "submeter", value: "1"))
        }
        isCounter = MetricName.countingUnits.contains(quantity.unit.symbol) || words.first == "failures"
        if !unit.suffix.isEmpty { words.append(unit.suffix) }
        if words.first == "power_factor" { words.append("ratio") }
        if isCounter { words.append("total") }
        family = "meterbridge_" + prefix + words.joined(separator: "_")
        self.labels = labels
        factor = unit.factor
        places = unit.places
    }

    /// The number in the metric's unit; `nil` when it is too large for that.
    func converted(_ number: Decimal) -> Decimal? {
        let (mantissa, overflow) = number.mantissa.multipliedReportingOverflow(by: factor)
        return overflow ? nil : Decimal(mantissa, exponent: number.exponent).scaled(by: places)
    }

    private static let submeters: Set<String> = ["gas", "water", "heat", "cooling"]
    private static let countingUnits: Set<String> = ["kWh", "kvarh", "m3"]

    private struct Suffix {
        let suffix: String
        var factor: Int64 = 1
        var places: Int8 = 0
    }

    private static let suffixes: [String: Suffix] = [
        "1": Suffix(suffix: ""), "W": Suffix(suffix: "watts"), "V": Suffix(suffix: "volts"),
        "A": Suffix(suffix: "amperes"),
        "var": Suffix(suffix: "vars"), "VA": Suffix(suffix: "voltamperes"), "Hz": Suffix(suffix: "hertz"),
        // 1 kWh is 3 600 000 J.
        "kWh": Suffix(suffix: "joules", factor: 36, places: 5),
        "kvarh": Suffix(suffix: "var_seconds", factor: 36, places: 5),
        "s": Suffix(suffix: "seconds"), "m3": Suffix(suffix: "cubic_meters"),
        "m3/h": Suffix(suffix: "cubic_meters_per_hour"), "degC": Suffix(suffix: "celsius"),
    ]
}
