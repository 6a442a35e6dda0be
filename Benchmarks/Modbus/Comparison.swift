// SPDX-License-Identifier: Apache-2.0

/// A row of the table that is held against a target.
struct Comparison: CustomStringConvertible {
    enum Target {
        case atLeast(Double)
        case atMost(Double)
    }

    let what: String
    /// One for each round.
    let values: [Double]
    let target: Target
    var digits = 2
    var unit = ""

    /// How often `upper` is as much as `lower`, round by round: two turns that follow each other meet the same machine.
    static func ratio(_ what: String, _ upper: [Double], to lower: [Double], _ target: Target) -> Comparison {
        Comparison(what: what, values: zip(upper, lower).map { $0 / $1 }, target: target)
    }

    var description: String {
        let number = { (value: Double) in value.text(digits) }
        let (sign, wanted, passes) =
            switch target {
            case .atLeast(let least): ("≥", least, values.median >= least)
            case .atMost(let most): ("≤", most, values.median <= most)
            }
        let spread = values.count > 1 ? "(\(number(values.quantile(0.25)))…\(number(values.quantile(0.75))))" : ""
        return "\(what.padded(to: 72))\(number(values.median).aligned(to: 7))\(unit) \(spread.padded(to: 14)) "
            + "\(sign) \(number(wanted))\(unit)  \(passes ? "PASS" : "MISS")"
    }
}

/// A row that could not be measured, and why.
struct Unmeasured: CustomStringConvertible {
    let what: String
    let why: String

    var description: String { "\(what.padded(to: 72))\(why)" }
}
