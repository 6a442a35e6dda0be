// SPDX-License-Identifier: Apache-2.0

import Registers

extension RegisterType {
    /// What most programs call a type of number; `nil` for texts and bits, which each of them names in its own way.
    var numberName: String? {
        switch self {
        case .u16: "uint16"
        case .i16: "int16"
        case .u32: "uint32"
        case .i32: "int32"
        case .u64: "uint64"
        case .i64: "int64"
        case .f32: "float32"
        case .f64: "float64"
        case .text, .bit: nil
        }
    }
}
