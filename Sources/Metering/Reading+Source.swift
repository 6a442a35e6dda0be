// SPDX-License-Identifier: Apache-2.0

package import Telegrams

extension Reading {
    /// Where a value comes from, for people: the code that said it, the codes it was calculated from, or how it was worked out.
    package func source(_ quantity: Quantity) -> String? {
        switch origin(quantity) {
        case .absent: nil
        case .sent(let code): code.description
        case .derived(let derivation):
            switch derivation {
            case .sumOfTariffs: codes(of: quantity.parts, joinedBy: " + ") ?? derivation.description
            case .importMinusExport: codes(of: quantity.parts, joinedBy: " - ") ?? derivation.description
            default: derivation.description
            }
        }
    }

    private func codes(of parts: [Quantity], joinedBy sign: String) -> String? {
        let codes = parts.compactMap { part in
            if case .sent(let code) = origin(part) { code.description } else { nil }
        }
        return codes.isEmpty ? nil : codes.joined(separator: sign)
    }

    /// The objects of the telegram whose codes are unknown.
    package var unknownCodes: [ObisCode] {
        var unknown: [ObisCode] = []
        for object in telegram.objects where !isKnown(object.code) && !unknown.contains(object.code) {
            unknown.append(object.code)
        }
        return unknown
    }

    private func isKnown(_ code: ObisCode) -> Bool {
        code.medium == 0 && code.channel > 0 ? SubmeterChannels.knows(code) : MeaningTable.shared[code] != nil
    }
}

extension Quantity {
    /// What it is the sum or the difference of.
    fileprivate var parts: [Quantity] {
        switch self {
        case .power: [.powerImport, .powerExport]
        case .powerL1: [.powerL1Import, .powerL1Export]
        case .powerL2: [.powerL2Import, .powerL2Export]
        case .powerL3: [.powerL3Import, .powerL3Export]
        case .reactive: [.reactiveImport, .reactiveExport]
        case .reactiveL1: [.reactiveL1Import, .reactiveL1Export]
        case .reactiveL2: [.reactiveL2Import, .reactiveL2Export]
        case .reactiveL3: [.reactiveL3Import, .reactiveL3Export]
        case .energyImport: (0..<16).map { Quantity.energyImportT1.advanced(by: $0) }
        case .energyExport: (0..<16).map { Quantity.energyExportT1.advanced(by: $0) }
        default: []
        }
    }
}
