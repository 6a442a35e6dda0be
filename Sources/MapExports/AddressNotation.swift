// SPDX-License-Identifier: Apache-2.0

import Registers

/// The ways in which the manuals of clients write one and the same address.
struct AddressNotation {
    let table: Table
    /// As it travels in the protocol: 0-based.
    let address: UInt16

    /// `0x0028`.
    var hexadecimal: String { Registers.hexadecimal(address) }

    /// 1 is the first.
    var oneBased: Int { Int(address) + 1 }

    /// Modicon's reference number: a digit for the table, then the 1-based address in four digits, or in five where four
    /// do not hold it (Modicon Modbus Protocol Reference Guide PI-MBUS-300, chapter 1).
    var modicon: String {
        let digits = String(oneBased)
        let width = oneBased > 9999 ? 5 : 4
        return prefix + String(repeating: "0", count: width - digits.count) + digits
    }

    private var prefix: String {
        switch table {
        case .coils: "0"
        case .discrete: "1"
        case .input: "3"
        case .holding: "4"
        }
    }
}

extension ExportedRegister {
    /// Its address in every table where it stands.
    var notations: [AddressNotation] { register.tables.tables.map { AddressNotation(table: $0, address: address) } }

    /// Every notation in a few words, for a comment: `40 = 0x0028, 1-based 41, Modicon 40041 / 30041`.
    var addressText: String {
        let first = notations.first ?? AddressNotation(table: table, address: address)
        let references = notations.map(\.modicon).joined(separator: " / ")
        return "\(address) = \(first.hexadecimal), 1-based \(first.oneBased), Modicon \(references)"
    }
}
