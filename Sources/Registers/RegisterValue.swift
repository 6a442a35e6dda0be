// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// Turns an exact number into the bits of a register.
enum RegisterValue {
    /// A number outside the type's range becomes its nearest end: it never wraps.
    static func bits(_ number: Decimal, factor: Ratio, type: RegisterType) -> (bits: UInt64, isSaturated: Bool) {
        let inSteps = number.converted(by: factor)
        guard let range = type.range else { return float(inSteps, number, type) }
        guard let integer = inSteps?.rounded(toPlaces: 0).integer else {
            let end = number.mantissa < 0 ? range.lowerBound : range.upperBound
            return (UInt64(bitPattern: end), true)
        }
        let held = min(max(integer, range.lowerBound), range.upperBound)
        return (UInt64(bitPattern: held), held != integer)
    }

    private static func float(_ inSteps: Decimal?, _ number: Decimal, _ type: RegisterType) -> (UInt64, Bool) {
        let value = inSteps?.double ?? (number.mantissa < 0 ? -Double.infinity : .infinity)
        if type == .f64 {
            let held = min(max(value, -Double.greatestFiniteMagnitude), .greatestFiniteMagnitude)
            return (held.bitPattern, held != value)
        }
        let limit = Double(Float.greatestFiniteMagnitude)
        let held = min(max(value, -limit), limit)
        return (UInt64(Float(held).bitPattern), held != value)
    }
}
