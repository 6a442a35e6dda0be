// SPDX-License-Identifier: Apache-2.0

/// Prints a table of what the hot paths cost: `swift run -c release benchmarks [decode] [render] [meters]`, all without a name.
@main
enum Benchmarks {
    private enum Table: String, CaseIterable {
        case decode
        case render
        case meters

        func rows() async throws -> [any CustomStringConvertible] {
            switch self {
            case .decode: try DecodeBenchmark.run()
            case .render: try RenderBenchmark.run()
            case .meters: try await MetersBenchmark.run()
            }
        }
    }

    static func main() async throws {
        let wanted = CommandLine.arguments.dropFirst()
        for table in Table.allCases where wanted.isEmpty || wanted.contains(table.rawValue) {
            print(table.rawValue)
            for row in try await table.rows() { print("  \(row)") }
        }
    }
}

/// How long one piece of work takes: the best and the median of several runs, because other programs only ever make it slower.
struct Figure: CustomStringConvertible {
    let what: String
    let best: Duration
    let median: Duration

    private static let runs = 9

    /// - Parameter work: does the work so many times.
    static func measure(_ what: String, times: Int, _ work: (Int) -> Void) -> Figure {
        work(times / 10)
        let clock = ContinuousClock()
        let durations = (0..<runs).map { _ in clock.measure { work(times) } / times }.sorted()
        return Figure(what: what, best: durations[0], median: durations[runs / 2])
    }

    /// How often `measure` does the work in all.
    static func rounds(of times: Int) -> Int { times / 10 + runs * times }

    var description: String {
        let nanoseconds = { (duration: Duration) in duration.components.attoseconds / 1_000_000_000 }
        let padded = what.padding(to: 44)
        let perSecond = 1_000_000_000 / max(1, nanoseconds(best))
        return "\(padded) best \(nanoseconds(best)) ns, median \(nanoseconds(median)) ns, \(perSecond) per second"
    }
}

extension String {
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

/// A row without figures, and why it has none.
struct Missing: CustomStringConvertible {
    let what: String
    let why: String

    var description: String { "\(what.padding(to: 44)) \(why)" }
}
