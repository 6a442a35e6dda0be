// SPDX-License-Identifier: Apache-2.0

import Modbus
import Registers

extension ImageLayout {
    /// The layout as the Modbus side knows it.
    ///
    /// - Parameter knowsIdentity: whether the meter has said who it is; until then its serial number is as unknown as its power.
    func addressSpace(_ identity: RegisterMap.Identity, knowsIdentity: Bool) throws(AddressSpaceError) -> AddressSpace {
        try AddressSpace(
            spans: Dictionary(grouping: spans, by: \.table.addressTable).mapValues { spans in
                spans.map { AddressSpan(start: $0.start, count: $0.count, offset: $0.offset) }
            },
            loneRegisters: Dictionary(grouping: alone, by: \.table.addressTable).mapValues { registers in
                registers.map { LoneRegister(address: $0.address, offset: $0.offset) }
            },
            liveness: liveness.map { $0.wordLiveness(knowsIdentity: knowsIdentity) },
            acceptedWrites: Dictionary(grouping: accepted, by: \.address).mapValues { $0.map(\.word) },
            identity: DeviceIdentity(vendor: identity.vendor, product: identity.product, revision: identity.revision)
        )
    }
}

extension Liveness {
    fileprivate func wordLiveness(knowsIdentity: Bool) -> WordLiveness {
        switch self {
        case .constant: .constant
        case .identity: knowsIdentity ? .constant : .live
        case .status: .volatile
        case .live: .live
        }
    }
}

extension Table {
    fileprivate var addressTable: AddressTable {
        switch self {
        case .holding: .holdingRegisters
        case .input: .inputRegisters
        case .coils: .coils
        case .discrete: .discreteInputs
        }
    }
}
