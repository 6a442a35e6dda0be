// SPDX-License-Identifier: Apache-2.0

import Modbus
import Notation
import Registers

/// Whether a consumer's own time-outs fit the pace of its meter.
package struct TimeoutFit: Sendable, Hashable {
    /// What will happen: a sentence without its full stop, beginning in lower case.
    package let message: String
    /// What to do.
    package let remedy: String

    /// What is known of the devices that usually read the consumer's map.
    ///
    /// - Parameter period: how often the meter speaks, where that is known.
    package static func warnings(_ consumer: ConsumerConfiguration, period: Duration?) -> [TimeoutFit] {
        let clients = KnownClient.all.filter { $0.mayBe(consumer) }
        return (period.map { pace(of: consumer, period: $0) } ?? []) + clients.compactMap { wait($0, consumer) }
    }

    /// Those of them that are about the meter's pace.
    package static func pace(of consumer: ConsumerConfiguration, period: Duration) -> [TimeoutFit] {
        KnownClient.all.filter { $0.mayBe(consumer) }.compactMap { pace($0, consumer, period) }
    }

    /// A device that gives a meter up sooner than two telegrams can come.
    private static func pace(
        _ client: KnownClient,
        _ consumer: ConsumerConfiguration,
        _ period: Duration
    ) -> TimeoutFit? {
        guard let patience = client.patience, patience < period * 2 else { return nil }
        return TimeoutFit(
            message: """
                \(client.name), if \(consumer.title) is one, gives a meter up after \(patience.notation), and this meter speaks \
                every \(period.notation): it will steer by values up to \(period.notation) old, and \(client.consequence) as soon \
                as they are not told any more
                """,
            remedy: """
                let the meter send more often if it can; else leave a margin, such as offset -100 W, and don't choose a \
                stale-after below \((period * 2).notation)
                """
        )
    }

    /// An answer that waits for longer than its client does.
    private static func wait(_ client: KnownClient, _ consumer: ConsumerConfiguration) -> TimeoutFit? {
        let word: String
        let longest: Duration
        switch consumer.pacing {
        case .immediate: return nil
        case .paced(let time): (word, longest) = ("paced", time)
        case .once(let time): (word, longest) = ("once", time)
        }
        guard let answer = client.answerTimeout, longest >= answer else { return nil }
        return TimeoutFit(
            message: """
                \(client.name), if \(consumer.title) is one, waits \(answer.notation) for an answer, and \(word) lets it wait up \
                to \(longest.notation): it will take answers for missing
                """,
            remedy: "\(word) \((answer * 4 / 5).notation) or less"
        )
    }
}
