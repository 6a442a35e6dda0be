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
        guard code.medium == 0, code.channel > 0 else { return MeaningTable.shared[code] != nil }
        // What a channel says whose medium nobody knows is listed, so that nothing is lost without a word.
        let isValue = code.c == 24 && (code.d == 2 || code.d == 3)
        if isValue, !submeters.contains(where: { $0.channel == code.channel }) { return isUnused(code) }
        return SubmeterChannels.knows(code)
    }

    /// Whether a channel's value is none: empty, or zero without a unit or a time.
    private func isUnused(_ code: ObisCode) -> Bool {
        guard let object = telegram.object(code), object.groupCount > 0 else { return true }
        guard let value = telegram.measurement(object, object.groupCount - 1) else { return true }
        return value.unit == .none && value.number.mantissa == 0
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
