// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// Which country's or specification's telegrams these are, by the lines that only it sends.
///
/// It tells people what they have before them, and in which time zone the meter's clock is. Values are read the same way in all.
package enum Dialect: String, Sendable, CaseIterable {
    case dsmr2 = "DSMR 2/3"
    case dsmr4 = "DSMR 4"
    case dsmr5 = "DSMR 5"
    case warmteLink = "WarmteLink"
    case belgium = "Belgium (eMUCS)"
    case wallonia = "Belgium (Wallonia)"
    case luxembourg = "Luxembourg (Smarty)"
    case sweden = "Sweden"
    case finland = "Finland"
    case austria = "Austria"
    case hungary = "Hungary"
    case lithuania = "Lithuania"
    case switzerland = "Switzerland"
    case israel = "Israel"
    case iceland = "Iceland (Veitur)"
    case germany = "Germany (D0)"
    case unknown

    /// Seconds that winter time is ahead of UTC there; central European time where the telegram doesn't tell the country.
    package var standardOffset: Int64 {
        switch self {
        case .iceland: 0
        case .finland, .lithuania, .israel: 7200
        default: 3600
        }
    }

    /// - Parameter evidence: which lines the telegram has.
    init(_ evidence: DialectEvidence, in telegram: Telegram) {
        self =
            if evidence.contains(.israeliTariff) {
                .israel
            } else if evidence.contains(.clockInTwoLines) {
                Dialect.clockInTwoLines(evidence, telegram)
            } else if evidence.contains(.hungarianEnergy) {
                .hungary
            } else if evidence.contains(.version) {
                Dialect.companionStandard(evidence, telegram)
            } else if telegram.object(ObisCode(1, 1, 1, 8, 1)) != nil {
                .switzerland
            } else if evidence.contains(.belgianVersion) {
                .belgium
            } else if evidence.contains(.clock) {
                Dialect.unversioned(evidence, telegram)
            } else if evidence.contains(.hexadecimalID) {
                .dsmr2
            } else {
                evidence.contains(.germanSerial) ? .germany : .unknown
            }
    }

    private static func clockInTwoLines(_ evidence: DialectEvidence, _ telegram: Telegram) -> Dialect {
        if telegram.object(ObisCode(1, 1, 0, 9, 1)) != nil { return .switzerland }
        return evidence.contains(.reactiveEnergy) ? .sweden : .iceland
    }

    private static func companionStandard(_ evidence: DialectEvidence, _ telegram: Telegram) -> Dialect {
        if !evidence.contains(.electricity) { return .warmteLink }
        if evidence.contains(.logicalDeviceName) { return .luxembourg }
        let unit = { (code: ObisCode) in telegram.object(code).flatMap { telegram.measurement($0) }?.unit }
        if unit(.electricity(1, 8, 0)) == UnitSymbol("Wh") { return .austria }
        let version = telegram.object(ObisCode(1, 3, 0, 2, 8)).flatMap { telegram.measurement($0) }?.number.integer
        return (version ?? 0) >= 50 ? .dsmr5 : .dsmr4
    }

    /// Telegrams with a clock that don't name their version.
    private static func unversioned(_ evidence: DialectEvidence, _ telegram: Telegram) -> Dialect {
        if evidence.contains(.reactiveEnergy) {
            if evidence.contains(.hexadecimalID) { return .lithuania }
            // Finland took over Sweden's telegrams whole (SESKO SK 13-1:2021); the meter's type is all that tells.
            return telegram.identification.hasPrefix("ADN9 7534") ? .finland : .sweden
        }
        return evidence.contains(.plainID) ? .wallonia : .unknown
    }
}
