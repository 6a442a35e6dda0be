// SPDX-License-Identifier: Apache-2.0

/// What a server has done since it started.
package struct ServerStatistics: Sendable {
    /// Turns of the loop: at least one in each ``ConnectionLimits/tick``, so that a count that stands still means a
    /// server that hangs.
    package var turns: UInt64 = 0
    /// Connections that are open now.
    package var openConnections = 0
    /// Connections ever accepted, the refused ones left out.
    package var acceptedConnections: UInt64 = 0
    /// Connections closed at once because of the limit.
    package var refusedConnections: UInt64 = 0
    /// Idle connections closed to make room.
    package var evictions: UInt64 = 0
    /// Times that the system had no descriptor left for a new connection.
    package var descriptorShortages: UInt64 = 0
    /// Complete frames received.
    package var requests: UInt64 = 0
    /// Requests that the fail-safe left unanswered.
    package var silences: UInt64 = 0
    /// Connections closed over a header that cannot be one.
    package var framingViolations: UInt64 = 0
    /// Connections closed over a frame that didn't become complete in time.
    package var missedFrameDeadlines: UInt64 = 0
    /// Connections closed because the client doesn't read its answers.
    package var unreadAnswers: UInt64 = 0

    private var exceptionCounts: InlineArray<12, UInt64> = .init(repeating: 0)

    package init() {}

    /// How often this exception was sent.
    package func count(of exception: ModbusException) -> UInt64 { exceptionCounts[Int(exception.rawValue)] }

    /// How many exceptions were sent.
    package var exceptions: UInt64 { ModbusException.allCases.reduce(0) { $0 + count(of: $1) } }

    mutating func add(_ exception: ModbusException) { exceptionCounts[Int(exception.rawValue)] += 1 }
}
