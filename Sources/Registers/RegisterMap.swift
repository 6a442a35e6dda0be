// SPDX-License-Identifier: Apache-2.0

package import Metering
package import Telegrams

/// A meter profile: which value stands at which address, and how the profile behaves.
package struct RegisterMap: Sendable {
    /// The file's name without its ending: what `--as` names.
    package let name: String
    package internal(set) var title = ""
    /// The unit identifiers under which clients expect this meter, the usual one first.
    package internal(set) var units: [UInt8] = [1]
    package internal(set) var identity = Identity()
    /// The word order of the map; single registers may have their own.
    package internal(set) var order = WordOrder.highFirst
    package internal(set) var stale = StalePolicy.silence
    package internal(set) var registers: [Register] = []
    package internal(set) var gaps: [Gap] = []
    /// The constants of `set` lines, those of included maps among them.
    package internal(set) var constants: [String: MapConstant] = [:]

    init(name: String) { self.name = name }

    /// What functions 17 and 43/14 answer.
    package struct Identity: Sendable, Equatable {
        package var vendor = ""
        package var product = ""
        package var revision = ""
    }

    /// Addresses that read as a fixed number although nothing stands there, because clients read across them.
    package struct Gap: Sendable {
        package let tables: TableSelection
        package let addresses: ClosedRange<UInt16>
        package let word: UInt16
    }

    /// The same map with the other word order in every register that has one.
    package func mirrored() -> RegisterMap {
        var mirror = self
        mirror.order = order == .highFirst ? .lowFirst : .highFirst
        mirror.registers = registers.map { register in
            register.changed(order: register.order == .highFirst ? .lowFirst : .highFirst)
        }
        return mirror
    }

    /// The quantities without which a telegram counts as none for consumers of this map.
    package var vitalQuantities: [Quantity] {
        var vital: [Quantity] = []
        for register in registers where register.isVital {
            for quantity in register.value.quantities
            where quantity.definition.role == .measured && !vital.contains(quantity) {
                vital.append(quantity)
            }
        }
        return vital
    }
}

/// One line of a map: a value at an address.
package struct Register: Sendable {
    package let tables: TableSelection
    package let address: UInt16
    package let type: RegisterType
    package let order: WordOrder
    package let value: Expression
    /// What one step of the register is worth: its size in `unit`. `nil` writes the value in its own unit.
    package let resolution: Resolution?
    package let missing: MissingValue
    /// The bits that say "not available" here.
    package let notAvailable: UInt64
    /// Answers only a read of exactly this register.
    package let isAlone: Bool
    package let isVital: Bool
    /// A write of this word is acknowledged and changes nothing.
    package let accepted: UInt16?
    package let section: String?
    package let label: String?
    /// What the value is multiplied by on its way into the register.
    let factor: Ratio

    package struct Resolution: Sendable, Equatable {
        package let step: Decimal
        package let unit: Unit
    }

    func changed(order: WordOrder? = nil, tables: TableSelection? = nil) -> Register {
        Register(
            tables: tables ?? self.tables,
            address: address,
            type: type,
            order: order ?? self.order,
            value: value,
            resolution: resolution,
            missing: missing,
            notAvailable: notAvailable,
            isAlone: isAlone,
            isVital: isVital,
            accepted: accepted,
            section: section,
            label: label,
            factor: factor
        )
    }

    /// The addresses it takes. Checked to end at 65535 when the map is read.
    package var addresses: ClosedRange<UInt16> {
        address...UInt16(truncatingIfNeeded: Int(address) + type.wordCount - 1)
    }
}

/// One of the four tables of Modbus.
package enum Table: Sendable, Hashable, CaseIterable {
    case holding
    case input
    case coils
    case discrete

    /// Whether it holds bits instead of registers.
    package var holdsBits: Bool { self == .coils || self == .discrete }
}

/// What a `table` line chooses.
package enum TableSelection: String, Sendable, CaseIterable {
    case holding
    case input
    /// Functions 3 and 4 see the same registers.
    case both
    case coils
    case discrete

    package var tables: [Table] {
        switch self {
        case .holding: [.holding]
        case .input: [.input]
        case .both: [.holding, .input]
        case .coils: [.coils]
        case .discrete: [.discrete]
        }
    }
}
