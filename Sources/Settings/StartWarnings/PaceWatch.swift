// SPDX-License-Identifier: Apache-2.0

import Registers

/// Looks how often the meters speak whose addresses don't say so, and judges once whether that suits their consumers.
package struct PaceWatch: Sendable {
    package typealias Instant = ContinuousClock.Instant

    private struct Watched {
        let consumers: [ConsumerConfiguration]
        var arrivals: [Instant] = []
    }

    /// As many intervals as the observed period of a meter is the median of.
    private static let intervals = 5
    private var watched: [String: Watched] = [:]

    package init(_ configuration: GatewayConfiguration) {
        // What a recording was made with is no meter's pace.
        for meter in configuration.meters where meter.input.knownPeriod == nil && !meter.isRecording {
            var consumers: [ConsumerConfiguration] = []
            for consumer in configuration.consumers where consumer.meter == meter.name {
                let isKnown = consumers.contains { $0.unit == consumer.unit && $0.map.name == consumer.map.name }
                if !isKnown { consumers.append(consumer) }
            }
            watched[meter.name] = Watched(consumers: consumers)
        }
    }

    /// Notes a telegram.
    ///
    /// - Returns: what is to be said, when enough of them have come; nothing ever after.
    package mutating func telegram(of meter: String, at arrival: Instant) -> [TimeoutFit] {
        watched[meter]?.arrivals.append(arrival)
        guard let known = watched[meter], known.arrivals.count > Self.intervals else { return [] }
        watched[meter] = nil
        let intervals = zip(known.arrivals.dropFirst(), known.arrivals).map { $0 - $1 }.sorted()
        let period = Duration.milliseconds(Int64((intervals[intervals.count / 2] / .milliseconds(100)).rounded()) * 100)
        return known.consumers.flatMap { TimeoutFit.pace(of: $0, period: period) }
    }
}
