// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What an output has done since it started.
package struct MQTTStatistics: Sendable, Equatable {
    /// Telegrams handed to the connection.
    package var published: UInt64 = 0
    /// Telegrams given up because the broker couldn't take them in time.
    package var dropped: UInt64 = 0

    package init() {}
}

/// The same, counted from several threads.
final class MQTTCounter: Sendable {
    private let counts = Mutex(MQTTStatistics())

    var statistics: MQTTStatistics { counts.withLock { $0 } }

    func countPublished() { counts.withLock { $0.published += 1 } }

    func countDropped(_ number: Int) { counts.withLock { $0.dropped += UInt64(number) } }
}
