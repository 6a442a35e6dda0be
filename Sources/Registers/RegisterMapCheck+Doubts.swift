// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation

/// What a map may say, and hardly means.
extension RegisterMapCheck {
    /// Where the numbers that manuals print begin, in which the table is a digit of its own.
    private static let firstManualAddresses: Set<UInt16> = [30_001, 40_001]

    func reportDoubts(_ diagnostics: inout Diagnostics) {
        for (name, range) in names.unused {
            diagnostics.warning("nothing uses '\(name)'", at: source.place(range), hint: "leave the line out")
        }
        reportUnprotectedPower(&diagnostics)
        reportGaps(&diagnostics)
        reportManualAddress(&diagnostics)
    }

    /// A zero that nobody measured steers an inverter as well as one that somebody did.
    private func reportUnprotectedPower(_ diagnostics: inout Diagnostics) {
        guard map.vitalQuantities.isEmpty else { return }
        let index = map.registers.firstIndex { register in
            register.missing == .zero && register.value.quantities.contains(.power)
        }
        guard let index, placements.indices.contains(index) else { return }
        diagnostics.warning(
            "a telegram without a power makes this register 0, and no register is 'vital'",
            at: placements[index].place,
            hint: "put 'vital' behind the power that consumers steer by"
        )
    }

    private func reportGaps(_ diagnostics: inout Diagnostics) {
        for (index, range) in gapPlaces.enumerated() where map.gaps.indices.contains(index) {
            let gap = map.gaps[index]
            for table in gap.tables.tables {
                // Gaps further down are laid over those above.
                let others = map.gaps[(index + 1)...].filter { $0.tables.tables.contains(table) }.map(\.addresses)
                let listed = placements.filter { !$0.isAlone && $0.tables.tables.contains(table) }.map(\.addresses)
                guard RegisterMapCheck.covers(others + listed, gap.addresses) else { continue }
                diagnostics.warning(
                    "every address in here is listed anyhow",
                    at: source.place(range),
                    hint: "leave the line out"
                )
            }
        }
    }

    private static func covers(_ ranges: [ClosedRange<UInt16>], _ whole: ClosedRange<UInt16>) -> Bool {
        var next = Int(whole.lowerBound)
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard Int(range.lowerBound) <= next else { break }
            next = max(next, Int(range.upperBound) + 1)
        }
        return next > Int(whole.upperBound)
    }

    private func reportManualAddress(_ diagnostics: inout Diagnostics) {
        guard let first = placements.min(by: { $0.addresses.lowerBound < $1.addresses.lowerBound }), first.depth == 1,
            RegisterMapCheck.firstManualAddresses.contains(first.addresses.lowerBound)
        else { return }
        let table = first.addresses.lowerBound < 40_000 ? "input" : "holding"
        diagnostics.warning(
            "\(first.addresses.lowerBound) is what manuals call the first register",
            at: first.place,
            hint: "the protocol's address of that is 0, in 'table \(table)'; SunSpec meters do begin at 40000"
        )
    }
}
