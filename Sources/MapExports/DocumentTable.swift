// SPDX-License-Identifier: Apache-2.0

import Metering
import Registers
import Telegrams

/// What the documentation formats say of a map, as plain texts in rows.
struct DocumentTable {
    let export: MapExport

    /// What holds for the whole map.
    var facts: [(name: String, text: String)] {
        let map = export.map
        let units = map.units.map(String.init).joined(separator: ", ")
        let identity = [map.identity.vendor, map.identity.product, map.identity.revision].filter { !$0.isEmpty }
        var facts = [("Name", export.name), ("Unit identifier", units)]
        if !identity.isEmpty { facts.append(("Identifies itself as", identity.joined(separator: " ").printable)) }
        facts.append(
            (
                "Word order",
                map.order == .highFirst ? "high word first (ABCD, big endian)" : "low word first (CDAB, word swap)"
            )
        )
        facts.append(("While the meter is not fresh", DocumentTable.words(map.stale)))
        for selection in TableSelection.allCases {
            let gaps = map.gaps.filter { $0.tables == selection }
            for word in Set(gaps.map(\.word)).sorted() {
                let ranges = gaps.filter { $0.word == word }.map { gap in
                    "\(Registers.hexadecimal(gap.addresses.lowerBound)) to \(Registers.hexadecimal(gap.addresses.upperBound))"
                }
                let number = word == 0 ? "0" : Registers.hexadecimal(word)
                facts.append(
                    (
                        "Unlisted \(DocumentTable.words(selection)) that read as \(number)",
                        ranges.joined(separator: ", ")
                    )
                )
            }
        }
        return facts
    }

    private static func words(_ stale: StalePolicy) -> String {
        switch stale {
        case .silence: "live registers are not answered"
        case .exception(let code): "live registers answer exception \(code)"
        case .unavailable: "live registers read as not available (0xFFFF…, 0x8000…, NaN)"
        }
    }

    private static func words(_ tables: TableSelection) -> String {
        switch tables {
        case .holding: "holding registers"
        case .input: "input registers"
        case .both: "holding and input registers"
        case .coils: "coils"
        case .discrete: "discrete inputs"
        }
    }

    static let headings = [
        "Address", "Hex", "1-based", "Modicon", "Words", "Type", "Unit", "Meaning", "Value", "Missing", "Notes",
    ]
    /// Which columns hold numbers and notation, to be set in a fixed-width face.
    static let isCode = [true, true, true, true, false, true, false, false, true, true, false]

    static func cells(of entry: ExportedRegister, in map: RegisterMap) -> [String] {
        let notations = entry.notations
        let first = notations.first ?? AddressNotation(table: entry.table, address: entry.address)
        return [
            "\(entry.address)",
            first.hexadecimal,
            "\(first.oneBased)",
            notations.map(\.modicon).joined(separator: " / "),
            "\(entry.type.wordCount)",
            type(of: entry, in: map),
            entry.unitText,
            entry.label ?? "",
            entry.value,
            entry.isAlwaysReadable && entry.register.value.liveness == .constant ? "" : entry.missing,
            notes(of: entry).joined(separator: "; "),
        ]
    }

    private static func type(of entry: ExportedRegister, in map: RegisterMap) -> String {
        entry.hasWordOrder && entry.order != map.order ? "\(entry.type)/\(entry.order.rawValue)" : "\(entry.type)"
    }

    private static func notes(of entry: ExportedRegister) -> [String] {
        var notes: [String] = []
        if entry.register.isVital { notes.append("vital: a telegram without it counts as none") }
        if entry.register.isAlone { notes.append("answers only a read of exactly this register") }
        if let word = entry.register.accepted { notes.append("a write of \(word) is acknowledged") }
        switch entry.register.value.liveness {
        case .constant: notes.append("constant")
        case .status, .identity: notes.append("readable while the meter is stale")
        case .live: break
        }
        return notes
    }
}

extension ExportedRegister {
    /// What one step of the register is worth: `0.1 V`, `W`, `0.001`, or nothing.
    var unitText: String {
        let symbol = unit?.symbol ?? ""
        guard isScaled else { return symbol }
        return symbol.isEmpty ? "\(scale)" : "\(scale) \(symbol)"
    }
}
