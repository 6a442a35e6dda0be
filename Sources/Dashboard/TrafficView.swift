// SPDX-License-Identifier: Apache-2.0

/// What was counted of somebody's Modbus requests since the program started.
package struct TrafficView: Sendable {
    package var requests: UInt64
    /// Requests that the fail-safe left unanswered.
    package var silences: UInt64
    /// How many answers were exceptions, by code; none that is 0.
    package var exceptions: [UInt8: UInt64]
    /// In the frames of requests.
    package var bytesReceived: UInt64
    /// In the frames of answers.
    package var bytesSent: UInt64
    /// When the last request came; nil before the first.
    package var lastRequest: Moment?
    /// Nanoseconds from a request's last byte to its answer: all together, on average, at worst. The latter are nil before the
    /// first answer.
    package var totalService: Int64
    package var averageService: Int64?
    package var worstService: Int64?

    package init(
        requests: UInt64 = 0,
        silences: UInt64 = 0,
        exceptions: [UInt8: UInt64] = [:],
        bytesReceived: UInt64 = 0,
        bytesSent: UInt64 = 0,
        lastRequest: Moment? = nil,
        totalService: Int64 = 0,
        averageService: Int64? = nil,
        worstService: Int64? = nil
    ) {
        self.requests = requests
        self.silences = silences
        self.exceptions = exceptions
        self.bytesReceived = bytesReceived
        self.bytesSent = bytesSent
        self.lastRequest = lastRequest
        self.totalService = totalService
        self.averageService = averageService
        self.worstService = worstService
    }
}

/// A time in the past, by the wall's clock and by how long ago it is.
package struct Moment: Sendable, Equatable {
    /// Seconds since 1970 UTC.
    package var time: Int64
    /// In milliseconds.
    package var age: Int64

    package init(time: Int64, age: Int64) {
        self.time = time
        self.age = age
    }
}
