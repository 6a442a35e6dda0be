// SPDX-License-Identifier: Apache-2.0

/// What a server has done since it started.
package struct ServerStatistics: Sendable {
    /// Turns of the loop that serves connections: at least one in each ``ConnectionLimits/tick``, so that a count that stands still means a
    /// server that hangs.
    package var turns: UInt64 = 0
    /// Connections that are open now.
    package var openConnections = 0
    /// Connections and lines whose answer waits for a snapshot now.
    package var waitingAnswers = 0
    /// Connections ever accepted, the refused ones left out.
    package var acceptedConnections: UInt64 = 0
    /// Idle connections closed to make room.
    package var evictions: UInt64 = 0
    /// Times that the system had no descriptor left for a new connection.
    package var descriptorShortages: UInt64 = 0
    /// Complete requests received, those for other units on RTU left out.
    package var requests: UInt64 = 0
    /// Requests that the fail-safe left unanswered.
    package var silences: UInt64 = 0
    /// RTU requests for other units and for all of them, which are not answered.
    package var foreignRequests: UInt64 = 0
    /// Bytes among RTU frames that belong to none.
    package var noiseBytes: UInt64 = 0
    /// Connections closed over bytes that cannot be a frame.
    package var framingViolations: UInt64 = 0
    /// Frames that didn't become complete in time; with them goes the connection, or on RTU only the frame.
    package var missedFrameDeadlines: UInt64 = 0
    /// Answers that the system didn't take, because the client doesn't read; its connection is closed.
    package var unreadAnswers: UInt64 = 0

    private var exceptionCounts: InlineArray<12, UInt64> = .init(repeating: 0)
    private var refusalCounts: InlineArray<4, UInt64> = .init(repeating: 0)

    package init() {}

    /// How often this exception was sent.
    package func count(of exception: ModbusException) -> UInt64 { exceptionCounts[Int(exception.rawValue)] }

    /// How many exceptions were sent.
    package var exceptions: UInt64 { ModbusException.allCases.reduce(0) { $0 + count(of: $1) } }

    /// How many new connections were closed at once for this reason.
    package func count(of refusal: Refusal) -> UInt64 { refusalCounts[refusal.index] }

    /// How many new connections were closed at once.
    package var refusedConnections: UInt64 { Refusal.allCases.reduce(0) { $0 + count(of: $1) } }

    mutating func add(_ refusal: Refusal) { refusalCounts[refusal.index] += 1 }

    /// Counts one request and what became of it.
    mutating func add(_ judgement: Judgement) {
        requests += 1
        switch judgement {
        case .silence: silences += 1
        case .exception(let exception): exceptionCounts[Int(exception.rawValue)] += 1
        case .read, .pacedRead, .acknowledgedWrite, .serverIdentification, .deviceIdentification: break
        }
    }

    /// Adds what serial lines have done; ``turns`` stay those of the loop.
    mutating func add(_ lines: ServerStatistics) {
        waitingAnswers += lines.waitingAnswers
        requests += lines.requests
        silences += lines.silences
        foreignRequests += lines.foreignRequests
        noiseBytes += lines.noiseBytes
        unreadAnswers += lines.unreadAnswers
        for index in exceptionCounts.indices { exceptionCounts[index] += lines.exceptionCounts[index] }
    }
}
