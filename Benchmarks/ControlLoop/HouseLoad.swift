// SPDX-License-Identifier: Apache-2.0

/// What a house draws: another level every 20 s, and a ripple on it, the same for each run with the same seed.
struct HouseLoad {
    /// Milliseconds from one level to the next. No multiple of a meter's interval, so that a step comes at any moment between two
    /// telegrams.
    static let stepInterval = 20_137
    /// Milliseconds for which the ripple stays as it is.
    private static let rippleInterval = 500
    /// Watts to either side.
    private static let ripple = 10.0

    private let levels: [Double]
    private let ripples: [Double]

    /// - Parameter watts: where the levels lie.
    init(steps: Int, watts: ClosedRange<Double>, seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        levels = (0..<steps).map { _ in Double.random(in: watts, using: &chance) }
        ripples = (0...steps * Self.stepInterval / Self.rippleInterval).map { _ in
            Double.random(in: -Self.ripple...Self.ripple, using: &chance)
        }
    }

    /// Milliseconds.
    var duration: Int { levels.count * Self.stepInterval }

    /// Watts.
    func power(at millisecond: Int) -> Double {
        levels[millisecond / Self.stepInterval] + ripples[millisecond / Self.rippleInterval]
    }
}
