// SPDX-License-Identifier: Apache-2.0

/// The four tables of the Modbus data model (MODBUS Application Protocol V1.1b3, clause 4.3).
package enum AddressTable: UInt8, Sendable, CaseIterable {
    /// Function 1, one bit each.
    case coils
    /// Function 2, one bit each.
    case discreteInputs
    /// Function 4, 16 bits each.
    case inputRegisters
    /// Function 3, 16 bits each.
    case holdingRegisters

    /// The most elements that one request may ask for: 2000 bits (clauses 6.1, 6.2), 125 registers (6.3, 6.4).
    package var largestRead: Int {
        switch self {
        case .coils, .discreteInputs: 2000
        case .inputRegisters, .holdingRegisters: 125
        }
    }
}

/// Neighbouring addresses of a table that stand in neighbouring words of the image.
package struct AddressSpan: Sendable, Equatable {
    /// The first address, 0-based as on the wire.
    package var start: UInt16
    /// How many addresses, at least 1.
    package var count: Int
    /// Where the word of the first address stands in the image.
    package var offset: Int

    package init(start: UInt16, count: Int, offset: Int) {
        self.start = start
        self.count = count
        self.offset = offset
    }
}

/// An address that answers only a read of exactly this one element, and then from a word of its own.
///
/// It may lie inside a span: a longer read sees the span's word (Carlo Gavazzi's model code at 0x000B does this).
package struct LoneRegister: Sendable, Equatable {
    /// The address, 0-based as on the wire.
    package var address: UInt16
    /// Where its word stands in the image.
    package var offset: Int

    package init(address: UInt16, offset: Int) {
        self.address = address
        self.offset = offset
    }
}

/// What may happen to a word of the image while the meter is silent.
package enum WordLiveness: UInt8, Sendable {
    /// A constant or a gap: true whatever the meter does.
    case constant
    /// What the meter said: the fail-safe decides on it.
    case live
    /// The gateway's own status, computed at the moment of answering; readable even when the meter is silent.
    case volatile
}
