// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams

/// A register that holds a number: how the number becomes bits, and where they go.
struct NumberField: Sendable, Equatable {
    /// Of its first word in the image.
    let offset: Int
    let missing: UInt64
    let type: RegisterType
    private let lowest: Int64
    private let highest: Int64
    private let wordCount: Int
    private let isLowFirst: Bool
    private let isFloat: Bool
    /// The power of ten that the factor is; `nil` where it is more than that.
    private let shift: Int?
    private let factor: Ratio

    init(_ register: Register, offset: Int) {
        self.offset = offset
        type = register.type
        missing = register.missing.bits(register.type, notAvailable: register.notAvailable)
        lowest = register.type.range?.lowerBound ?? 0
        highest = register.type.range?.upperBound ?? 0
        wordCount = register.type.wordCount
        isLowFirst = register.order == .lowFirst
        isFloat = register.type.isFloat
        shift = register.factor.isPowerOfTen ? Int(register.factor.exponent) : nil
        factor = register.factor
    }

    /// The register's bits; a number outside its range becomes the nearest end.
    ///
    /// - Parameter powersOfTen: those of `Decimal`.
    @inline(__always)
    func bits(_ number: Decimal, _ powersOfTen: Span<Int64>) -> (bits: UInt64, isSaturated: Bool) {
        guard let shift else { return RegisterValue.bits(number, factor: factor, type: type) }
        let exponent = Int(number.exponent) + shift
        let places = abs(exponent)
        guard places < powersOfTen.count else { return RegisterValue.bits(number, factor: factor, type: type) }
        return isFloat
            ? (float(number.mantissa, exponent, powersOfTen[places]), false)
            : integer(number.mantissa, exponent, powersOfTen[places])
    }

    /// Eighteen digits with eighteen zeros behind them are far from the end of either float.
    @inline(__always)
    private func float(_ mantissa: Int64, _ exponent: Int, _ power: Int64) -> UInt64 {
        let whole = Double(mantissa)
        let value = exponent < 0 ? whole / Double(power) : whole * Double(power)
        return type == .f64 ? value.bitPattern : UInt64(Float(value).bitPattern)
    }

    @inline(__always)
    private func integer(_ mantissa: Int64, _ exponent: Int, _ power: Int64) -> (UInt64, Bool) {
        var integer = mantissa
        if exponent < 0 {
            integer = rounded(mantissa, power)
        } else if exponent > 0 {
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: power)
            guard !overflow else { return (UInt64(bitPattern: mantissa < 0 ? lowest : highest), true) }
            integer = product
        }
        let held = min(max(integer, lowest), highest)
        return (UInt64(bitPattern: held), held != integer)
    }

    /// Half away from zero.
    @inline(__always)
    private func rounded(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
        return dividend < 0 ? quotient - 1 : quotient + 1
    }

    /// Writes the bits into a stretch of the image that begins at `firstOffset`, as far as they lie in it.
    @inline(__always)
    func write(_ bits: UInt64, _ words: inout MutableSpan<UInt16>, firstOffset: Int) {
        let start = offset - firstOffset
        // Most registers are of two words and lie in the stretch as a whole.
        if wordCount == 2, start >= 0, start + 1 < words.count {
            let (high, low) = (UInt16(truncatingIfNeeded: bits >> 16), UInt16(truncatingIfNeeded: bits))
            words[start] = isLowFirst ? low : high
            words[start + 1] = isLowFirst ? high : low
            return
        }
        for index in 0..<wordCount where words.indices.contains(start + index) {
            let place = isLowFirst ? index : wordCount - 1 - index
            words[start + index] = UInt16(truncatingIfNeeded: bits >> UInt64(16 * place))
        }
    }
}
