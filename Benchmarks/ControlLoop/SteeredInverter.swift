// SPDX-License-Identifier: Apache-2.0

/// An inverter that reads the power at the grid connection and steers it to zero: it adds what it reads to what it feeds.
struct SteeredInverter {
    struct Settings {
        /// Watts that it can feed into the house; below zero it draws them.
        var limits: ClosedRange<Double>
        /// The share of the power read by which it changes what it feeds.
        var gain: Double
        /// Whether an answer that is like the last one counts too. A careful inverter takes it for the same measurement; a simple
        /// one adds it once more.
        var actsOnRepeatedValues: Bool
        /// Milliseconds from an answer to the next request, and how far chance may shorten or lengthen that.
        var pollInterval: Int
        var pollJitter: Int
        /// Milliseconds without a value after which it feeds nothing until there is one again; `nil` goes on as it was.
        var failSafeAfter: Int?
        /// Milliseconds that it waits for an answer.
        var answerTimeout = 1000

        /// A photovoltaic inverter with more sun than the house needs, which may feed nothing into the grid. It asks each
        /// second, as inverters do, and gives up on its meter after the five seconds of a Victron GX.
        static let zeroExport = Settings(
            limits: 0...4000,
            gain: 0.9,
            actsOnRepeatedValues: false,
            pollInterval: 1000,
            pollJitter: 100,
            failSafeAfter: 5000
        )

        /// A battery that asks three times a second and adds whatever it is told, as small plug-in batteries do.
        static let integratingBattery = Settings(
            limits: -2500...2500,
            gain: 1,
            actsOnRepeatedValues: true,
            pollInterval: 300,
            pollJitter: 20
        )
    }

    /// Milliseconds in which it makes 63 % of a change: the first-order lag of its power stage.
    private static let lag = 300.0
    /// The most that it changes in a millisecond, in watts.
    private static let ramp = 5.0

    let settings: Settings
    /// What it feeds into the house, in watts.
    private(set) var output = 0.0
    private var setpoint = 0.0
    private var lastValue: Double?
    private var lastAnswer = 0

    init(_ settings: Settings) { self.settings = settings }

    /// Takes what the meter says of the grid connection: watts, import above zero.
    mutating func act(on power: Double, at millisecond: Int) {
        lastAnswer = millisecond
        if !settings.actsOnRepeatedValues, power == lastValue { return }
        lastValue = power
        setpoint = min(max(setpoint + settings.gain * power, settings.limits.lowerBound), settings.limits.upperBound)
    }

    /// A millisecond passes.
    mutating func step(at millisecond: Int) {
        if let failSafeAfter = settings.failSafeAfter, millisecond - lastAnswer >= failSafeAfter { setpoint = 0 }
        let change = (setpoint - output) / Self.lag
        output += min(max(change, -Self.ramp), Self.ramp)
    }
}
