// SPDX-License-Identifier: Apache-2.0

import Notation
import Telegrams

/// Faults that only show when all lines of a map are seen together.
struct RegisterMapCheck {
    let map: RegisterMap

    init(_ map: RegisterMap) { self.map = map }

    func report(_ diagnostics: inout Diagnostics) {
        for table in Table.allCases {
            let registers = map.registers.filter { $0.tables.tables.contains(table) }
            reportOverlaps(registers.filter { !$0.isAlone }, &diagnostics)
            reportOverlaps(registers.filter(\.isAlone), &diagnostics)
        }
        guard map.stale == .unavailable else { return }
        for register in map.registers where register.type == .bit && register.value.liveness == .live {
            diagnostics.error(
                "a bit has no value for 'not available', and the map is 'stale unavailable'",
                at: register.range,
                hint: "choose 'stale exception 4' or 'stale silence'"
            )
        }
    }

    private func reportOverlaps(_ registers: [Register], _ diagnostics: inout Diagnostics) {
        let sorted = registers.sorted { ($0.address, $0.range.line) < ($1.address, $1.range.line) }
        var furthest: Register?
        for register in sorted {
            if let before = furthest, register.address <= before.addresses.upperBound {
                let later = register.range.line >= before.range.line ? register : before
                let earlier = register.range.line >= before.range.line ? before : register
                diagnostics.error(
                    "\(describe(later)) overlaps \(describe(earlier)) of line \(earlier.range.line)",
                    at: later.range
                )
            }
            if furthest.map({ register.addresses.upperBound > $0.addresses.upperBound }) ?? true { furthest = register }
        }
    }

    private func describe(_ register: Register) -> String {
        let (first, last) = (register.addresses.lowerBound, register.addresses.upperBound)
        return first == last ? hexadecimal(first) : "\(hexadecimal(first))..\(hexadecimal(last))"
    }
}

/// An address as maps and tables print it: `0x0028`.
package func hexadecimal(_ address: UInt16) -> String {
    "0x" + Telegrams.hexadecimal(address)
}
