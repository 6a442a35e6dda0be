// SPDX-License-Identifier: Apache-2.0

import Settings

/// Which meters are parts of which sums.
struct SumShares {
    private var places: [String: [(sum: SumMeter, part: Int)]] = [:]

    /// - Parameters:
    ///   - sums: those of the configurations, in their order.
    ///   - configurations: what they are made of.
    init(_ sums: [SumMeter], _ configurations: [SumConfiguration]) {
        for (sum, configuration) in zip(sums, configurations) {
            for (part, term) in configuration.terms.enumerated() {
                places[term.meter, default: []].append((sum, part))
            }
        }
    }

    /// Hands what the meter of this name says to the sums that it is a part of.
    func share(of meter: String) -> Meter.Share {
        guard let places = places[meter] else { return { _, _, _ in } }
        return { reading, validity, arrival in
            for (sum, part) in places {
                sum.tell(SumMeter.News(part: part, reading: reading, validity: validity, arrival: arrival))
            }
        }
    }
}
