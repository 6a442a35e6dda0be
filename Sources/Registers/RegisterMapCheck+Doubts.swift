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
        for table in Table.allCases {
            var isListed = [Bool](repeating: false, count: 0x1_0000)
            for register in placements where !register.isAlone && register.tables.tables.contains(table) {
                for address in register.addresses { isListed[Int(address)] = true }
            }
            // Gaps further down are laid over those above.
            for (gap, range) in zip(map.gaps, gapPlaces).reversed() where gap.tables.tables.contains(table) {
                if let range, gap.addresses.allSatisfy({ isListed[Int($0)] }) {
                    diagnostics.warning(
                        "every address in here is listed anyhow",
                        at: source.place(range),
                        hint: "leave the line out"
                    )
                }
                for address in gap.addresses { isListed[Int(address)] = true }
            }
        }
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
