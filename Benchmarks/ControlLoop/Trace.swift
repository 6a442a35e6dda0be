// SPDX-License-Identifier: Apache-2.0

/// What happened in a run, looked at every ten milliseconds.
struct Trace {
    /// Milliseconds.
    static let interval = 10

    /// Watts; at the grid connection, import is above zero.
    private(set) var grid: [Double] = []
    private(set) var load: [Double] = []
    private(set) var output: [Double] = []

    mutating func append(load: Double, output: Double) {
        self.load.append(load)
        self.output.append(output)
        grid.append(load - output)
    }

    /// All of it, in milliseconds.
    var whole: Range<Int> { 0..<grid.count * Self.interval }

    /// Watt hours that went into the grid.
    func exported(in milliseconds: Range<Int>) -> Double {
        let wattMilliseconds = grid[indices(milliseconds)].reduce(0) { $0 + max(0, -$1) } * Double(Self.interval)
        return wattMilliseconds / 3_600_000
    }

    /// The most watts in either direction later than so many milliseconds after a step of the load, for each step; the first
    /// load is none.
    func deviations(laterThan settlingTime: Int) -> [Double] {
        (1..<max(1, whole.upperBound / HouseLoad.stepInterval)).map { step in
            let began = step * HouseLoad.stepInterval
            let later = indices(began + settlingTime..<began + HouseLoad.stepInterval)
            return grid[later].reduce(0) { max($0, abs($1)) }
        }
    }

    /// The last moment at which more than so many watts went into the grid, if there was one.
    func lastExport(above watts: Double, in milliseconds: Range<Int>) -> Int? {
        indices(milliseconds).last { grid[$0] < -watts }.map { $0 * Self.interval }
    }

    /// Points for a plot: seconds from the beginning of the stretch, and watts.
    func points(
        _ values: KeyPath<Trace, [Double]>,
        in milliseconds: Range<Int>,
        every step: Int
    ) -> [(second: Double, watts: Double)] {
        stride(from: milliseconds.lowerBound, to: milliseconds.upperBound, by: step).map { millisecond in
            (Double(millisecond - milliseconds.lowerBound) / 1000, self[keyPath: values][millisecond / Self.interval])
        }
    }

    private func indices(_ milliseconds: Range<Int>) -> Range<Int> {
        (milliseconds.lowerBound / Self.interval..<milliseconds.upperBound / Self.interval).clamped(to: grid.indices)
    }
}
