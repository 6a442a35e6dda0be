// SPDX-License-Identifier: Apache-2.0

/// How a value is laid into registers of sixteen bits.
package enum RegisterType: Sendable, Hashable {
    case u16
    case i16
    case u32
    case i32
    case u64
    case i64
    case f32
    case f64
    /// Characters, two to a register, the first in the high byte, filled up with zeros. The length is in bytes.
    case text(length: Int)
    /// One coil or discrete input.
    case bit

    package static let names = ["u16", "i16", "u32", "i32", "u64", "i64", "f32", "f64", "text[N]", "bit", "bits"]

    /// The longest text that one read can answer: 125 registers (MODBUS Application Protocol V1.1b3, 6.3).
    static let longestText = 250

    init?(_ name: some StringProtocol) {
        switch name {
        case "u16": self = .u16
        case "i16": self = .i16
        case "u32": self = .u32
        case "i32": self = .i32
        case "u64": self = .u64
        case "i64": self = .i64
        case "f32": self = .f32
        case "f64": self = .f64
        case "bit": self = .bit
        default:
            guard name.hasPrefix("text["), name.hasSuffix("]"), let length = Int(name.dropFirst(5).dropLast()) else {
                return nil
            }
            guard (1...RegisterType.longestText).contains(length) else { return nil }
            self = .text(length: length)
        }
    }

    /// Registers, or bits in a table of bits.
    package var wordCount: Int {
        switch self {
        case .u16, .i16, .bit: 1
        case .u32, .i32, .f32: 2
        case .u64, .i64, .f64: 4
        case .text(let length): (length + 1) / 2
        }
    }

    package var isText: Bool {
        if case .text = self { true } else { false }
    }

    package var isFloat: Bool { self == .f32 || self == .f64 }

    /// The smallest and largest integer it holds; `nil` for floats and text.
    var range: ClosedRange<Int64>? {
        switch self {
        case .u16: 0...0xFFFF
        case .i16: -0x8000...0x7FFF
        case .u32: 0...0xFFFF_FFFF
        case .i32: -0x8000_0000...0x7FFF_FFFF
        // Beyond 63 bits no meter counts; the bits above stay zero.
        case .u64: 0...Int64.max
        case .i64: Int64.min...Int64.max
        case .bit: 0...1
        case .f32, .f64, .text: nil
        }
    }

    /// The bits of a number as it stands in the register, unsigned or in two's complement; `nil` where it needs more of them.
    func bitPattern(_ number: Int128) -> UInt64? {
        let bits = 16 * wordCount
        switch self {
        case .f32: return UInt64(Float(number).bitPattern)
        case .f64: return Double(number).bitPattern
        case .text, .bit: return nil
        case .u16, .i16, .u32, .i32, .u64, .i64:
            guard (-(Int128(1) << (bits - 1))..<Int128(1) << bits).contains(number) else { return nil }
            return UInt64(truncatingIfNeeded: number) & (UInt64.max >> (64 - bits))
        }
    }

    /// The bits that say "not available" where a map does not say others: all ones, the most negative number, a quiet NaN (SunSpec Information Model
    /// Specification, table of data types; other makers use the same).
    package var notAvailable: UInt64 {
        switch self {
        case .u16: 0xFFFF
        case .i16: 0x8000
        case .u32: 0xFFFF_FFFF
        case .i32: 0x8000_0000
        case .u64: 0xFFFF_FFFF_FFFF_FFFF
        case .i64: 0x8000_0000_0000_0000
        case .f32: 0x7FC0_0000
        case .f64: 0x7FF8_0000_0000_0000
        case .text, .bit: 0
        }
    }
}

extension RegisterType: CustomStringConvertible {
    package var description: String {
        switch self {
        case .u16: "u16"
        case .i16: "i16"
        case .u32: "u32"
        case .i32: "i32"
        case .u64: "u64"
        case .i64: "i64"
        case .f32: "f32"
        case .f64: "f64"
        case .text(let length): "text[\(length)]"
        case .bit: "bit"
        }
    }
}

/// Which register of a longer value comes first. The bytes inside a register are always high byte first.
package enum WordOrder: String, Sendable, CaseIterable {
    case highFirst = "high-first"
    case lowFirst = "low-first"
}
