// SPDX-License-Identifier: Apache-2.0

import Notation

/// Where a line puts a register, and where the line stands: known even of lines that have other faults.
struct Placement {
    let tables: TableSelection
    let addresses: ClosedRange<UInt16>
    let isAlone: Bool
    /// A live bit, which has no value for "not available".
    let isLiveBit: Bool
    let place: SourcePlace
    /// How many maps lead to the line: 1 for the map that is read, more for those that it includes.
    let depth: Int

    func changed(tables: TableSelection) -> Placement {
        Placement(
            tables: tables,
            addresses: addresses,
            isAlone: isAlone,
            isLiveBit: isLiveBit,
            place: place,
            depth: depth
        )
    }

    /// For messages: `0x0028..0x0029`.
    var description: String {
        let (first, last) = (addresses.lowerBound, addresses.upperBound)
        return first == last ? hexadecimal(first) : "\(hexadecimal(first))..\(hexadecimal(last))"
    }
}
