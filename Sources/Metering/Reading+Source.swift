// SPDX-License-Identifier: Apache-2.0

package import Telegrams

extension Reading {
    /// Where a value comes from, for people: the code that said it, the codes it was calculated from, or how it was worked out.
    package func source(_ quantity: Quantity) -> String? {
        switch origin(quantity) {
        case .absent: return nil
        case .sent(let code): return code.description
        case .derived(.sumOfTariffs):
            let direction: UInt8 = quantity == .energyImport ? 1 : 2
            return tariffObjects(direction: direction).map(\.code.description).joined(separator: " + ")
        case .derived(.importMinusExport):
            let sides = quantity.sides.compactMap { origin($0).code?.description }
            return sides.isEmpty ? Derivation.importMinusExport.rawValue : sides.joined(separator: " - ")
        case .derived(let derivation): return derivation.rawValue
        }
    }

    /// The objects of the telegram that no quantity and no list of known codes accounts for.
    package var unknownCodes: [ObisCode] {
        var unknown: [ObisCode] = []
        for object in telegram.objects where !isKnown(object.code) && !unknown.contains(object.code) {
            unknown.append(object.code)
        }
        return unknown
    }

    private func isKnown(_ code: ObisCode) -> Bool {
        if code.medium == 0, code.channel > 0 { return Reading.knownOfSubmeters.contains(code.kind) }
        if code.medium == 1, Reading.quantity(code.kind) != nil { return true }
        if Reading.exportedApparent.contains(where: { $0.1 == code }) { return true }
        if Reading.isTariffEnergy(code.kind, direction: 1) || Reading.isTariffEnergy(code.kind, direction: 2) {
            return true
        }
        if Phase.allCases.contains(where: {
            Reading.reactiveCodes($0).import == code || Reading.reactiveCodes($0).export == code
        }) {
            return true
        }
        return Reading.known.contains(code.kind)
    }

    /// Codes that say something which is no quantity: clock, identity, versions, messages, logs, limits, switches, sags and swells.
    private static let known: Set<UInt32> = {
        var kinds: Set<UInt32> = []
        let abstract: [(UInt8, UInt8, UInt8)] = [
            (1, 0, 0), (0, 2, 8), (0, 2, 0), (0, 0, 0), (0, 9, 1), (0, 9, 2), (0, 8, 2), (42, 0, 0), (17, 0, 0),
            (96, 1, 0),
            (96, 1, 1), (96, 1, 2), (96, 1, 4), (96, 14, 0), (96, 14, 1), (96, 7, 21), (96, 7, 9), (96, 3, 10),
            (96, 13, 0),
            (96, 13, 1), (96, 13, 2), (96, 13, 3), (96, 13, 4), (96, 13, 5), (99, 97, 0), (99, 1, 0), (98, 1, 0),
            (1, 6, 0),
            (31, 4, 0), (51, 4, 0), (71, 4, 0), (94, 32, 1), (96, 5, 5), (96, 50, 68),
        ]
        for (c, d, e) in abstract { kinds.insert(ObisCode.kind(c, d, e)) }
        for phase in [UInt8(32), 52, 72] {
            for sag in [UInt8(32), 36] { kinds.insert(ObisCode.kind(phase, sag, 0)) }
        }
        return kinds
    }()

    private static let knownOfSubmeters: Set<UInt32> = [
        ObisCode.kind(24, 1, 0), ObisCode.kind(24, 2, 1), ObisCode.kind(24, 2, 2), ObisCode.kind(24, 2, 3),
        ObisCode.kind(24, 2, 4), ObisCode.kind(24, 3, 0), ObisCode.kind(24, 4, 0), ObisCode.kind(96, 1, 0),
        ObisCode.kind(96, 1, 1), ObisCode.kind(96, 1, 2), ObisCode.kind(96, 3, 10),
    ]
}

extension Reading.Origin {
    fileprivate var code: ObisCode? {
        if case .sent(let code) = self { code } else { nil }
    }
}

extension Quantity {
    /// The two directions whose difference it is.
    fileprivate var sides: [Quantity] {
        switch self {
        case .power: [.powerImport, .powerExport]
        case .powerL1: [.powerL1Import, .powerL1Export]
        case .powerL2: [.powerL2Import, .powerL2Export]
        case .powerL3: [.powerL3Import, .powerL3Export]
        case .reactive: [.reactiveImport, .reactiveExport]
        default: []
        }
    }
}
