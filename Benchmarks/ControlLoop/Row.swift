// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A row of the table: a figure, and where something is promised, whether it is kept.
struct Row: CustomStringConvertible {
    enum Target {
        case atLeast(Double)
        case atMost(Double)
        /// A figure to know, of which nothing is promised.
        case none
    }

    private static let width = 76

    let what: String
    let value: Double
    let unit: String
    let target: Target
    var digits = 1

    var isMissed: Bool {
        switch target {
        case .atLeast(let least): value < least
        case .atMost(let most): value > most
        case .none: false
        }
    }

    var description: String {
        let verdict = isMissed ? "MISS" : "PASS"
        let wanted =
            switch target {
            case .atLeast(let least): "  ≥ \(text(least)) \(unit)  \(verdict)"
            case .atMost(let most): "  ≤ \(text(most)) \(unit)  \(verdict)"
            case .none: ""
            }
        let padding = String(repeating: " ", count: max(0, Self.width - what.count))
        let figure = text(value)
        return what + padding + String(repeating: " ", count: max(0, 8 - figure.count)) + figure + " \(unit)" + wanted
    }

    private func text(_ number: Double) -> String { String(format: "%.\(digits)f", number) }
}

extension [Double] {
    /// The value that this share of all is at most; zero of none.
    func quantile(_ share: Double) -> Double {
        let sorted = sorted()
        guard let last = sorted.last else { return 0 }
        let index = Int((Double(sorted.count) * share).rounded(.up)) - 1
        return sorted.indices.contains(index) ? sorted[index] : last
    }

    var median: Double { quantile(0.5) }
}
