// SPDX-License-Identifier: Apache-2.0

import Metering
import Registers
import Telegrams

extension MapFormat {
    /// One line for each register and table where it stands (RFC 4180, but for the line ends).
    static let csv = MapFormat("csv", "a table for a spreadsheet or a script") { export in
        let headings = [
            "table", "address", "hex", "one_based", "modicon", "words", "type", "word_order", "name", "label",
            "section",
            "scale", "unit", "value", "missing", "live", "vital", "alone", "accepted",
        ]
        var text = headings.joined(separator: ",") + "\n"
        for entry in export.registers {
            for notation in entry.notations {
                let cells = [
                    notation.table.name, "\(notation.address)", notation.hexadecimal, "\(notation.oneBased)",
                    notation.modicon, "\(entry.type.wordCount)", "\(entry.type)",
                    entry.hasWordOrder ? entry.order.rawValue : "", entry.name, entry.label ?? "", entry.section ?? "",
                    "\(entry.scale)", entry.unit?.symbol ?? "", entry.value, entry.missing,
                    entry.isAlwaysReadable ? "no" : "yes", entry.register.isVital ? "yes" : "no",
                    entry.register.isAlone ? "yes" : "no", entry.register.accepted.map { "\($0)" } ?? "",
                ]
                text += cells.map(commaSeparated).joined(separator: ",") + "\n"
            }
        }
        return text
    }
}

/// A field of a line of comma-separated values, in quotation marks where it needs them.
func commaSeparated(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}

extension Table {
    /// The word for it in files that programs read.
    var name: String {
        switch self {
        case .holding: "holding"
        case .input: "input"
        case .coils: "coil"
        case .discrete: "discrete"
        }
    }
}
