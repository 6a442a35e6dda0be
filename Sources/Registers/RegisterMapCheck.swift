// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Telegrams

/// What only shows when all lines of a map are seen together.
struct RegisterMapCheck {
    let map: RegisterMap
    let source: SourceText
    let placements: [Placement]
    let names: MapNames
    let gapPlaces: [SourceRange?]

    init(_ parser: RegisterMapParser) {
        map = parser.map
        source = parser.source
        placements = parser.placements
        names = parser.names
        gapPlaces = parser.gapPlaces
    }

    func reportFaults(_ diagnostics: inout Diagnostics) {
        for table in Table.allCases {
            let registers = placements.filter { $0.tables.tables.contains(table) }
            reportOverlaps(registers.filter { !$0.isAlone }, &diagnostics)
            reportOverlaps(registers.filter(\.isAlone), &diagnostics)
        }
        guard map.stale == .unavailable else { return }
        for register in placements where register.isLiveBit {
            diagnostics.error(
                "a bit has no value for 'not available', and the map is 'stale unavailable'",
                at: register.place,
                hint: "choose 'stale exception 4' or 'stale silence'"
            )
        }
    }

    private func reportOverlaps(_ registers: [Placement], _ diagnostics: inout Diagnostics) {
        let sorted = registers.sorted { left, right in
            (left.addresses.lowerBound, left.place.range.line) < (right.addresses.lowerBound, right.place.range.line)
        }
        var furthest: Placement?
        for register in sorted {
            if let before = furthest, register.addresses.lowerBound <= before.addresses.upperBound {
                reportOverlap(register, before, &diagnostics)
            }
            if furthest.map({ register.addresses.upperBound > $0.addresses.upperBound }) ?? true { furthest = register }
        }
    }

    /// In one text the later line is told; among several, the one that includes the other.
    private func reportOverlap(_ a: Placement, _ b: Placement, _ diagnostics: inout Diagnostics) {
        let isSameText = a.place.source.name == b.place.source.name
        let isFirst = isSameText ? a.place.range.line >= b.place.range.line : a.depth < b.depth
        let (told, other) = isFirst ? (a, b) : (b, a)
        let line = "line \(other.place.range.line)"
        diagnostics.error(
            "\(told.description) overlaps \(other.description) of \(line)\(isSameText ? "" : " of \(other.place.source.name)")",
            at: told.place,
            notes: [Diagnostic.Note("\(other.description) stands here", at: other.place)]
        )
    }
}

/// An address as maps and tables print it: `0x0028`.
package func hexadecimal(_ address: UInt16) -> String {
    "0x" + Telegrams.hexadecimal(address)
}
