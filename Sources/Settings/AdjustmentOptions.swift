// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Telegrams

/// An adjustment as it is asked for on the command line.
///
/// | Written | Means |
/// |---|---|
/// | `offset=50W`, `offset=-0.2kW` | so much is added to the power, in equal parts to the phases that the meter has |
/// | `offset=50W@l1` | the same, all of it to one phase |
/// | `scale=40` | powers, currents and energies are multiplied: current transformers of 200 A to 5 A |
/// | `phases=l2-l3-l1` | the meter's L2 is told as L1, its L3 as L2 and its L1 as L3 |
package struct AdjustmentOptions: Sendable {
    /// An offset larger than any connection is a slip of the pen: 10 MW.
    package static let greatestOffset = Decimal(10_000_000)
    /// Current transformers are far within this.
    package static let scales = Decimal(1, exponent: -3)...Decimal(100_000)

    package private(set) var adjustment = Adjustment()
    private var taken: [String] = []

    package init() {}

    /// Takes an option; false if it is none of these.
    package mutating func take(_ option: String) throws(AdjustmentOptionError) -> Bool {
        let halves = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = halves.first, ["offset", "scale", "phases"].contains(name) else { return false }
        if taken.contains(String(name)) { throw .twice(String(name)) }
        taken.append(String(name))
        let value = halves.count == 2 ? halves[1] : ""
        switch name {
        case "offset": try takeOffset(value, option)
        case "scale":
            guard let scale = Decimal(value), Self.scales.contains(scale) else { throw .badScale(option) }
            adjustment.scale = scale
        default:
            let phases = value.split(separator: "-", omittingEmptySubsequences: false).compactMap { Phase(name: $0) }
            guard phases.count == 3, Set(phases).count == 3 else { throw .badPhases(option) }
            adjustment.phases = phases
        }
        return true
    }

    private mutating func takeOffset(_ text: Substring, _ option: String) throws(AdjustmentOptionError) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let power = halves.first ?? ""
        let digits = power.prefix { !$0.isLetter }
        guard let number = Decimal(digits), let unit = Unit(String(power.dropFirst(digits.count))),
            let ratio = unit.conversion(to: .watt), let watts = number.converted(by: ratio),
            watts.absolute <= Self.greatestOffset
        else { throw .badOffset(option) }
        adjustment.offset = watts
        guard halves.count == 2 else { return }
        guard let phase = Phase(name: halves[1]) else { throw .badPlace(String(halves[1]), option) }
        adjustment.offsetPlace = .phase(phase)
    }
}

extension Phase {
    /// The phase that is called `l1`, `l2` or `l3`.
    fileprivate init?(name: some StringProtocol) {
        guard let phase = Phase.allCases.first(where: { "\($0)" == name.lowercased() }) else { return nil }
        self = phase
    }
}

/// Why an option adjusts nothing.
package enum AdjustmentOptionError: Error, Sendable, Equatable, CustomStringConvertible {
    case twice(String)
    case badOffset(String)
    case badPlace(String, String)
    case badScale(String)
    case badPhases(String)

    package var description: String {
        switch self {
        case .twice(let name): "'\(name)=' is there twice; give it once"
        case .badOffset(let option):
            "'\(option)' says no power to add; write a number with its unit, at most 10000kW, such as offset=50W or offset=-50W@l1"
        case .badPlace(let place, let option):
            "'\(place)' in '\(option)' is no phase; write l1, l2 or l3, or no @ at all for equal parts to all phases"
        case .badScale(let option):
            "'\(option)' is no factor; write a number from 0.001 to 100000, such as scale=40 for transformers of 200 A to 5 A"
        case .badPhases(let option):
            "'\(option)' is no order of the phases; write each once, such as phases=l2-l3-l1 if the meter's L2 is to be told as L1"
        }
    }
}
