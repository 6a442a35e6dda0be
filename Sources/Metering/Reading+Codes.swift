// SPDX-License-Identifier: Apache-2.0

package import Telegrams

extension Reading {
    /// The quantity that an electricity object says, by C, D and E of its code (IEC 62056-61, table 5 and following).
    @inline(__always)
    static func quantity(_ kind: UInt32) -> Quantity? {
        switch kind {
        case ObisCode.kind(1, 7, 0): .powerImport
        case ObisCode.kind(2, 7, 0): .powerExport
        case ObisCode.kind(21, 7, 0): .powerL1Import
        case ObisCode.kind(41, 7, 0): .powerL2Import
        case ObisCode.kind(61, 7, 0): .powerL3Import
        case ObisCode.kind(22, 7, 0): .powerL1Export
        case ObisCode.kind(42, 7, 0): .powerL2Export
        case ObisCode.kind(62, 7, 0): .powerL3Export
        case ObisCode.kind(32, 7, 0): .voltageL1
        case ObisCode.kind(52, 7, 0): .voltageL2
        case ObisCode.kind(72, 7, 0): .voltageL3
        case ObisCode.kind(31, 7, 0): .currentL1Measured
        case ObisCode.kind(51, 7, 0): .currentL2Measured
        case ObisCode.kind(71, 7, 0): .currentL3Measured
        case ObisCode.kind(91, 7, 0): .currentNeutral
        case ObisCode.kind(3, 7, 0): .reactiveImport
        case ObisCode.kind(4, 7, 0): .reactiveExport
        case ObisCode.kind(9, 7, 0): .apparent
        case ObisCode.kind(29, 7, 0): .apparentL1
        case ObisCode.kind(49, 7, 0): .apparentL2
        case ObisCode.kind(69, 7, 0): .apparentL3
        case ObisCode.kind(13, 7, 0): .powerFactor
        case ObisCode.kind(33, 7, 0): .powerFactorL1
        case ObisCode.kind(53, 7, 0): .powerFactorL2
        case ObisCode.kind(73, 7, 0): .powerFactorL3
        case ObisCode.kind(14, 7, 0): .frequency
        case ObisCode.kind(1, 8, 0): .energyImport
        case ObisCode.kind(1, 8, 1): .energyImportT1
        case ObisCode.kind(1, 8, 2): .energyImportT2
        case ObisCode.kind(1, 8, 3): .energyImportT3
        case ObisCode.kind(1, 8, 4): .energyImportT4
        case ObisCode.kind(2, 8, 0): .energyExport
        case ObisCode.kind(2, 8, 1): .energyExportT1
        case ObisCode.kind(2, 8, 2): .energyExportT2
        case ObisCode.kind(2, 8, 3): .energyExportT3
        case ObisCode.kind(2, 8, 4): .energyExportT4
        case ObisCode.kind(3, 8, 0): .reactiveEnergyImport
        case ObisCode.kind(4, 8, 0): .reactiveEnergyExport
        case ObisCode.kind(1, 4, 0): .demandImport
        default: nil
        }
    }

    /// Apparent power on its way out, total and per phase.
    static let exportedApparent: [(Quantity, ObisCode)] = [
        (.apparent, ObisCode(1, 0, 10, 7, 0)), (.apparentL1, ObisCode(1, 0, 30, 7, 0)),
        (.apparentL2, ObisCode(1, 0, 50, 7, 0)), (.apparentL3, ObisCode(1, 0, 70, 7, 0)),
    ]

    /// The codes of one direction's energy in every tariff that any dialect counts: 1 to 4, Israel 11 to 13, DSMR 5 up to 16.
    static func isTariffEnergy(_ kind: UInt32, direction: UInt8) -> Bool {
        kind > ObisCode.kind(direction, 8, 0) && kind <= ObisCode.kind(direction, 8, 16)
    }

    /// The reactive power of one phase, imported and exported.
    static func reactiveCodes(_ phase: Phase) -> (import: ObisCode, export: ObisCode) {
        let base = 23 + 20 * phase.rawValue
        return (ObisCode(1, 0, base, 7, 0), ObisCode(1, 0, base + 1, 7, 0))
    }
}

extension Quantity {
    var isPowerFactor: Bool {
        switch self {
        case .powerFactor, .powerFactorL1, .powerFactorL2, .powerFactorL3: true
        default: false
        }
    }
}

extension Reading {
    /// A measurement of the object `code` as a number of `unit`; `nil` when its own unit measures something else, or when it has
    /// none and its code is not one whose unit is known.
    package static func value(of measurement: Measurement, _ code: ObisCode, in unit: Unit) -> Decimal? {
        if measurement.unit == .none {
            guard code.medium == 1, let quantity = quantity(code.kind) else {
                return unit == .one ? measurement.number : nil
            }
            guard quantity.unit.dimension == unit.dimension else { return nil }
            return value(measurement, in: quantity.unit)?.converted(from: quantity.unit, to: unit)
        }
        return value(measurement, in: unit)
    }
}

extension Decimal {
    package func converted(from unit: Unit, to other: Unit) -> Decimal? {
        unit.conversion(to: other).flatMap { converted(by: $0) }
    }
}
