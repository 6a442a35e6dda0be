// SPDX-License-Identifier: Apache-2.0

/// Chance that can be asked again: the same seed, channel and index always give the same number.
struct SeededNoise: Hashable, Sendable {
    /// What a number is for; numbers of different channels have nothing to do with each other.
    enum Channel: UInt64 {
        case start, length, cloud, load, ripple, voltage, voltageRipple, counter, gas, water
    }

    let seed: UInt64

    /// A whole number, all 64 bits of it random (the output function of SplitMix64: Steele, Lea and Flood, 2014).
    func bits(_ channel: Channel, _ index: Int) -> UInt64 {
        var state = seed &* 0xD134_2543_DE82_EF95 &+ channel.rawValue
        state = state &* 0xD134_2543_DE82_EF95 &+ UInt64(bitPattern: Int64(index))
        state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
        return state ^ (state >> 31)
    }

    /// A whole number from the range.
    func integer(_ channel: Channel, _ index: Int, in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(bits(channel, index) % UInt64(range.count))
    }

    /// A number from 0 to 1000 that drifts over the day: a new one every `period` seconds and a straight line between.
    ///
    /// - Parameters:
    ///   - index: which drift of the channel.
    ///   - second: of the day; the line from the last number of the day leads to its first.
    ///   - period: seconds, a divisor of 86400.
    func drift(_ channel: Channel, _ index: Int, second: Int, period: Int) -> Int {
        let step = second / period
        let count = 86400 / period
        let from = integer(channel, index << 20 + step, in: 0...1000)
        let to = integer(channel, index << 20 + (step + 1) % count, in: 0...1000)
        return from + (to - from) * (second % period) / period
    }
}
