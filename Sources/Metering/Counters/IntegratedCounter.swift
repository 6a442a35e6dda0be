// SPDX-License-Identifier: Apache-2.0

package import Telegrams

/// An energy counter that the meter doesn't have: its power integrated over time, in whole microwatt-hours.
///
/// What was told once is never taken back, not even by a power cut. So a promise stands on disk that is a little ahead of the
/// counter; no more than that is ever told, and after an unclean end no less.
struct IntegratedCounter: Sendable {
    /// Between telegrams that are further apart than this the power is unknown. It is the longest age at which values are
    /// still told by default.
    static let longestInterval = Duration.seconds(60)
    /// 10 MW, in mW. A phase that says more is read as this: the product with `longestInterval` in microseconds is
    /// 6 × 10^17, so it fits an `Int64`.
    private static let greatestPower: Int64 = 10_000_000_000
    /// The greatest counter, in µWh: 4 × 10^9 kWh, half of what an `Int64` holds, so that no sum of two overflows. At 10 MW it
    /// is reached after 45,000 years.
    private static let greatest: Int64 = 4_000_000_000_000_000_000
    /// mW·µs in a µWh: 1 Wh is 3600 W·s.
    private static let unit: Int64 = 3_600_000
    /// How far a promise is ahead, at least: 0.1 kWh, in µWh.
    private static let leastMargin: Int64 = 100_000_000
    /// A promise is ahead by this time at the present power, so that the disk of a large plant isn't written all the time.
    private static let marginTime = Duration.seconds(120)

    /// The energy, in µWh.
    private(set) var value: Int64
    /// What is not yet a whole µWh, in mW·µs.
    private var remainder: Int64 = 0
    /// The most that was told, or may have been told before an unclean end, in µWh.
    private(set) var floor: Int64
    /// What is on disk as a promise, in µWh; `nil` while there is no disk.
    private(set) var ceiling: Int64?
    private var pendingPromise: Int64?
    private var lastPower: Int64 = 0

    /// - Parameters:
    ///   - value: where it begins, in µWh.
    ///   - promise: what may have been told, in µWh.
    ///   - isLimited: nothing above `value` and `promise` is told before a new promise is on disk.
    init(_ value: Int64, promise: Int64? = nil, isLimited: Bool) {
        self.value = min(max(0, value), IntegratedCounter.greatest)
        floor = min(max(self.value, promise ?? 0), IntegratedCounter.greatest)
        ceiling = isLimited ? floor : nil
    }

    /// What may be told, in µWh: it never falls.
    mutating func tell() -> Int64 {
        floor = max(floor, min(value, ceiling ?? value))
        return floor
    }

    /// Adds what a power carried in a time of at most `longestInterval`.
    ///
    /// - Parameter power: in W, not negative.
    mutating func add(power: Decimal, for elapsed: Duration) {
        let milliwatts = power.scaled(by: 3).rounded(toPlaces: 0).whole ?? IntegratedCounter.greatestPower
        lastPower = min(max(0, milliwatts), IntegratedCounter.greatestPower)
        let (seconds, attoseconds) = min(max(.zero, elapsed), IntegratedCounter.longestInterval).components
        let product = lastPower * (seconds * 1_000_000 + attoseconds / 1_000_000_000_000) + remainder
        remainder = product % IntegratedCounter.unit
        add(product / IntegratedCounter.unit)
    }

    /// Adds an energy in µWh.
    mutating func add(_ energy: Int64) {
        value += min(max(0, energy), IntegratedCounter.greatest - value)
    }

    /// What is to be written: what may be told once it is on disk.
    ///
    /// - Parameter isAhead: whether it is to be ahead of the counter; without, it is what was told and no more.
    mutating func promise(isAhead: Bool) -> Int64 {
        // One that is further ahead stays, or loads that come and go would have the disk written all the time.
        let ahead = isAhead ? max(ceiling ?? 0, min(value + margin, IntegratedCounter.greatest)) : 0
        let promise = max(floor, ahead)
        pendingPromise = promise
        // What is on disk may be ahead of the new promise, but not for long.
        ceiling = ceiling.map { min($0, promise) }
        return promise
    }

    /// The promise that was made last is on disk now.
    mutating func confirm() {
        guard let promise = pendingPromise else { return }
        ceiling = promise
        pendingPromise = nil
    }

    /// There is no disk: what isn't promised is told all the same.
    mutating func lift() { ceiling = nil }

    /// Less than half of the promise is left.
    var needsPromise: Bool {
        guard let ceiling else { return true }
        return value > ceiling - margin / 2
    }

    private var margin: Int64 {
        // 10^10 mW for 120 s are 3.4 × 10^11 µWh.
        let seconds = IntegratedCounter.marginTime.components.seconds
        return max(IntegratedCounter.leastMargin, lastPower * seconds / 3600 * 1000)
    }
}

extension Decimal {
    /// Without digits after the point; `nil` where it has some that aren't zero, or doesn't fit.
    var whole: Int64? {
        guard exponent != 0, mantissa != 0 else { return mantissa }
        guard (-18...18).contains(exponent) else { return nil }
        let power = Decimal.powersOfTen[Int(exponent.magnitude)]
        if exponent < 0 { return mantissa.isMultiple(of: power) ? mantissa / power : nil }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: power)
        return overflow ? nil : product
    }

    /// Kilowatt-hours as whole microwatt-hours, cut off; `nil` where they don't fit.
    package var microwattHours: Int64? {
        let scaled = scaled(by: 9)
        guard scaled.exponent < 0 else { return scaled.whole }
        return scaled.exponent >= -18 ? scaled.mantissa / Decimal.powersOfTen[Int(scaled.exponent.magnitude)] : 0
    }
}
