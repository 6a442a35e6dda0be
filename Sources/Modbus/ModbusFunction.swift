// SPDX-License-Identifier: Apache-2.0

/// The request codes that a Meterbridge unit may serve (MODBUS Application Protocol V1.1b3, clause 6).
///
/// Every other code is refused with exception 1, whatever the unit: nothing that a client sends may change a register.
package enum ModbusFunction: UInt8, Sendable, CaseIterable {
    case readCoils = 1
    case readDiscreteInputs = 2
    case readHoldingRegisters = 3
    case readInputRegisters = 4
    case writeSingleRegister = 6
    case writeMultipleRegisters = 16
    case reportServerIdentification = 17
    /// Encapsulated interface transport; only MEI type 14, read device identification, is served.
    case encapsulatedInterface = 43

    /// The table that a read of this function looks into; nil for the functions that don't read a table.
    package var table: AddressTable? {
        switch self {
        case .readCoils: .coils
        case .readDiscreteInputs: .discreteInputs
        case .readHoldingRegisters: .holdingRegisters
        case .readInputRegisters: .inputRegisters
        case .writeSingleRegister, .writeMultipleRegisters, .reportServerIdentification, .encapsulatedInterface: nil
        }
    }
}
