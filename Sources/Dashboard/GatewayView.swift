// SPDX-License-Identifier: Apache-2.0

/// What there is to see of a gateway at one moment, as plain values.
package struct GatewayView: Sendable {
    /// Of the program.
    package var version: String
    /// When it started, in seconds since 1970 UTC.
    package var startedAt: Int64
    /// The telegrams are made up: said on everything that is made of this view.
    package var isSimulated: Bool
    package var meters: [MeterView]
    package var consumers: [ConsumerView]
    package var server: ServerView
    package var modbus: ModbusView

    package init(
        version: String,
        startedAt: Int64,
        isSimulated: Bool = false,
        meters: [MeterView] = [],
        consumers: [ConsumerView] = [],
        server: ServerView = ServerView(),
        modbus: ModbusView = ModbusView()
    ) {
        self.version = version
        self.startedAt = startedAt
        self.isSimulated = isSimulated
        self.meters = meters
        self.consumers = consumers
        self.server = server
        self.modbus = modbus
    }
}

/// What the Modbus server counts.
package struct ServerView: Sendable {
    /// Connections that are open now.
    package var connections: Int
    package var requests: UInt64
    /// Requests that were answered with a Modbus exception.
    package var exceptions: UInt64
    /// Answers of paced consumers that wait for a telegram now.
    package var waitingAnswers: Int
    /// New connections that were closed at once, by reason.
    package var refusals: [(reason: String, count: UInt64)]
    /// Idle connections that were closed to make room.
    package var evictions: UInt64
    /// Requests that were begun and not completed in time.
    package var lateFrames: UInt64
    /// Times that a connection had to wait because the process may not open more files.
    package var descriptorShortages: UInt64

    package init(
        connections: Int = 0,
        requests: UInt64 = 0,
        exceptions: UInt64 = 0,
        waitingAnswers: Int = 0,
        refusals: [(reason: String, count: UInt64)] = [],
        evictions: UInt64 = 0,
        lateFrames: UInt64 = 0,
        descriptorShortages: UInt64 = 0
    ) {
        self.connections = connections
        self.requests = requests
        self.exceptions = exceptions
        self.waitingAnswers = waitingAnswers
        self.refusals = refusals
        self.evictions = evictions
        self.lateFrames = lateFrames
        self.descriptorShortages = descriptorShortages
    }
}
