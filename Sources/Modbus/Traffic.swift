// SPDX-License-Identifier: Apache-2.0

/// What has gone on with somebody since the server was made: with a consumer, with a client, with several of them.
///
/// Times are durations since then. An instant would do, but the compiler doesn't know how large one is, which makes whatever holds
/// one slow to count.
package struct Traffic: Sendable {
    /// One request with its answer, as it is counted.
    struct Exchange {
        var outcome: RequestOutcome
        /// When the last byte of the request was there.
        var arrival: Duration
        /// From then until the answer was sent; nil if none was.
        var serviceTime: Duration?
        /// The length of the request's frame.
        var bytesReceived: Int
        /// The length of the answer's frame; 0 if none was sent.
        var bytesSent: Int
    }

    /// Requests received whole.
    package private(set) var requests: UInt64 = 0
    /// Requests that the fail-safe left unanswered.
    package private(set) var silences: UInt64 = 0
    /// Requests whose answer was sent, exceptions among them.
    package private(set) var answers: UInt64 = 0
    /// In the frames of requests.
    package private(set) var bytesReceived: UInt64 = 0
    /// In the frames of answers.
    package private(set) var bytesSent: UInt64 = 0
    /// When the last request came; nil before the first.
    package private(set) var lastRequest: Duration?
    /// The longest time from the arrival of a request's last byte until its answer was sent.
    package private(set) var worstServiceTime = Duration.zero
    /// All these times together.
    package private(set) var totalServiceTime = Duration.zero

    /// By code; the first place stays empty.
    private var exceptionCounts: InlineArray<12, UInt64> = .init(repeating: 0)

    package init() {}

    /// How often this exception was the answer.
    package func count(of exception: ModbusException) -> UInt64 { exceptionCounts[Int(exception.rawValue)] }

    /// How many answers were exceptions.
    package var exceptions: UInt64 { ModbusException.allCases.reduce(0) { $0 + count(of: $1) } }

    /// What an answer took on average; nil before the first.
    package var averageServiceTime: Duration? { answers == 0 ? nil : totalServiceTime / Double(answers) }

    mutating func add(_ exchange: Exchange) {
        requests += 1
        bytesReceived += UInt64(exchange.bytesReceived)
        bytesSent += UInt64(exchange.bytesSent)
        lastRequest = exchange.arrival
        switch exchange.outcome {
        case .silent: silences += 1
        case .exception(let exception): exceptionCounts[Int(exception.rawValue)] += 1
        case .answered, .writeAcknowledged, .undelivered: break
        }
        guard let time = exchange.serviceTime else { return }
        answers += 1
        totalServiceTime += time
        if time > worstServiceTime { worstServiceTime = time }
    }

    /// Takes in what has gone on elsewhere.
    package mutating func add(_ other: Traffic) {
        requests += other.requests
        silences += other.silences
        answers += other.answers
        bytesReceived += other.bytesReceived
        bytesSent += other.bytesSent
        lastRequest = [lastRequest, other.lastRequest].compactMap(\.self).max()
        worstServiceTime = max(worstServiceTime, other.worstServiceTime)
        totalServiceTime += other.totalServiceTime
        for code in exceptionCounts.indices { exceptionCounts[code] += other.exceptionCounts[code] }
    }
}
