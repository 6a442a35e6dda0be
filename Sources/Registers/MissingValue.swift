// SPDX-License-Identifier: Apache-2.0

/// What a register reads as when the meter does not send its quantity.
package enum MissingValue: Sendable, Equatable {
    case zero
    /// A float's NaN; an integer's not-available value. A map may say another for each type.
    case notANumber
    /// The type's not-available value.
    case notImplemented
    /// This number, as it stands in the register.
    case raw(Int64)

    package static let names = ["zero", "nan", "not-implemented"]

    /// Whether a register of this type can hold it: as many bits as it has, signed or not.
    func fits(_ type: RegisterType) -> Bool {
        guard case .raw(let value) = self else { return true }
        return switch type {
        case .u16, .i16: (-0x8000...0xFFFF).contains(value)
        case .u32, .i32: (-0x8000_0000...0xFFFF_FFFF).contains(value)
        case .bit: (0...1).contains(value)
        case .u64, .i64, .f32, .f64, .text: true
        }
    }

    /// - Parameter notAvailable: the bits that say so in this register.
    func bits(_ type: RegisterType, notAvailable: UInt64) -> UInt64 {
        switch self {
        case .zero: 0
        case .notANumber, .notImplemented: notAvailable
        case .raw(let value):
            switch type {
            case .f32: UInt64(Float(value).bitPattern)
            case .f64: Double(value).bitPattern
            default: UInt64(bitPattern: value)
            }
        }
    }
}

extension MissingValue: CustomStringConvertible {
    package var description: String {
        switch self {
        case .zero: "zero"
        case .notANumber: "nan"
        case .notImplemented: "not-implemented"
        case .raw(let value): "\(value)"
        }
    }
}

/// What a read of live registers gets while the meter is not fresh.
package enum StalePolicy: Sendable, Equatable {
    /// No answer, and the connection is closed once the meter is lost.
    case silence
    /// A Modbus exception of this code.
    case exception(UInt8)
    /// Every live register reads as its not-available value.
    case unavailable

    package static let names = ["silence", "exception", "unavailable"]

    /// The exception codes that a server may send (MODBUS Application Protocol V1.1b3, section 7).
    package static let exceptionCodes: [UInt8] = [1, 2, 3, 4, 5, 6, 8, 10, 11]
}

extension StalePolicy: CustomStringConvertible {
    package var description: String {
        switch self {
        case .silence: "silence"
        case .exception(let code): "exception \(code)"
        case .unavailable: "unavailable"
        }
    }
}
