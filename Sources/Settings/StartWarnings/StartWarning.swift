// SPDX-License-Identifier: Apache-2.0

package import Inputs
import Notation
import Registers

/// Something that a configuration may ask for and that whoever starts it should know each time.
package struct StartWarning: Sendable, Hashable {
    /// What it is about.
    package enum Subject: Sendable, Hashable {
        case meter(String)
        /// The consumer of this index on the listener of that index.
        case consumer(Int, listener: Int)
    }

    package let subject: Subject
    /// What will happen: a sentence without its full stop, beginning in lower case.
    package let message: String
    /// What to do.
    package let remedy: String

    /// Above this age values are old by any standard; it is what stale-after is at most where nobody chooses it.
    private static let oldest = Duration.seconds(60)

    /// All that is to be said before a gateway starts.
    package static func all(of configuration: GatewayConfiguration) -> [StartWarning] {
        var warnings = configuration.meters.compactMap { oldValues(of: $0) }
        for (place, listener) in configuration.listeners.enumerated() {
            for (index, consumer) in listener.consumers.enumerated() {
                let subject = Subject.consumer(index, listener: place)
                let meter = configuration.meters.first { $0.name == consumer.meter }
                warnings += toldNumbers(to: consumer, subject)
                warnings += TimeoutFit.warnings(consumer, period: meter?.input.knownPeriod)
                    .map { StartWarning(subject: subject, message: $0.message, remedy: $0.remedy) }
            }
        }
        return warnings
    }

    private static func oldValues(of meter: MeterConfiguration) -> StartWarning? {
        guard let age = meter.staleAfter, age > oldest else { return nil }
        return StartWarning(
            subject: .meter(meter.name),
            message:
                "values of \(meter.name) are told for \(age.notation) after the meter has fallen silent, as if they were new",
            remedy: "devices that regulate should hear of it within a minute: stale-after 60s or less"
        )
    }

    private static func toldNumbers(to consumer: ConsumerConfiguration, _ subject: Subject) -> [StartWarning] {
        let own = consumer.ownFailSafe
        return [own.stale, own.lost, own.recovering].compactMap(\.self).filter(\.tellsNumbers).prefix(1).map { policy in
            StartWarning(
                subject: subject,
                message: "while the meter is silent, \(consumer.title) \(policy.consequence)",
                remedy:
                    "only a device that needs a number to be safe should get one; others notice a silent meter by 'silence'"
            )
        }
    }
}

extension FailSafePolicy {
    /// What a device is told that can't know better.
    fileprivate var consequence: String {
        switch self {
        case .silence, .exception, .unavailable: "is told no numbers"
        case .zero: "is told zeros as if they were measured: a device that steers to zero believes that it has arrived"
        case .substitute: "is told fixed values as if they were measured"
        case .hold(let time, _): "is told the last values for another \(time.notation) as if they were new"
        }
    }
}

extension ConsumerConfiguration {
    /// For messages: its name, or the map under its unit.
    package var title: String { name ?? "\(map.name) (unit \(unit))" }
}

extension InputAddress {
    /// How often telegrams come, where the address says so.
    package var knownPeriod: Duration? {
        switch self {
        case .recording(_, let every): every
        case .simulator(_, _, let speed): .milliseconds(Int64((1000 / speed).rounded()))
        case .serial, .tcp, .standardInput: nil
        }
    }
}
