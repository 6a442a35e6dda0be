// SPDX-License-Identifier: Apache-2.0

/// How a value was worked out that the meter did not send.
package enum Derivation: UInt16, Sendable {
    case importMinusExport
    case sumOfTariffs
    case sumOfPhases
    case sumOfQuadrants
    case signOfPower
    case total
    case estimatedShare
    case powerOverVoltage
    case signedMeasured
    case greaterDirection
    case voltageTimesCurrent
    case activeAndReactive
    case powerOverApparent
    case phaseVoltages
    case whichLinesAreSent
    case meterClock
    case timeStamp
    case meanOfPeaks
    case integratedPower
    case held
    case adjusted
    case summed
    case balanced
    case firstOfSum
    case substituted
    case countedEnergy

    /// Whether the value is a guess: it may be far from what a meter at that place would say.
    package var isEstimate: Bool {
        switch self {
        case .estimatedShare, .integratedPower, .held, .balanced, .substituted, .countedEnergy: true
        default: false
        }
    }
}

extension Derivation: CustomStringConvertible {
    package var description: String {
        switch self {
        case .importMinusExport: "import − export"
        case .sumOfTariffs: "sum of the tariffs"
        case .sumOfPhases: "sum of the phases"
        case .sumOfQuadrants: "sum of two quadrants"
        case .signOfPower: "by the sign of the power"
        case .total: "the total, on a single-phase meter"
        case .estimatedShare: "an equal share of the total (estimated)"
        case .powerOverVoltage: "|power| / voltage"
        case .signedMeasured: "measured, with the sign of the power"
        case .greaterDirection: "the greater of its two directions"
        case .voltageTimesCurrent: "voltage × |current|"
        case .activeAndReactive: "from active and reactive power"
        case .powerOverApparent: "power / apparent power"
        case .phaseVoltages: "from the phase voltages"
        case .whichLinesAreSent: "from which lines the meter sends"
        case .meterClock: "the meter's clock"
        case .timeStamp: "meter clock − time stamp"
        case .meanOfPeaks: "mean of the months' peaks"
        case .integratedPower: "power integrated over time"
        case .substituted: "a fixed value in place of the meter's"
        case .held: "held at its last value, because the meter's own fell or was missing"
        case .adjusted: "adjusted for the consumer"
        case .summed: "sum of meters"
        case .balanced: "balance of the meters' counters, import and export apart by its direction (estimated)"
        case .firstOfSum: "as the first meter of the sum says"
        case .countedEnergy: "what energy.import rose by in a quarter hour"
        }
    }
}
