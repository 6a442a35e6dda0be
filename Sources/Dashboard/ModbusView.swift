// SPDX-License-Identifier: Apache-2.0

/// Who asks the Modbus server for what.
package struct ModbusView: Sendable {
    package var listeners: [ListenerView]
    /// The clients that were seen last, the newest first; a bounded number.
    package var clients: [ClientView]
    /// The last requests, the newest first; a bounded number.
    package var requests: [RequestView]

    package init(listeners: [ListenerView] = [], clients: [ClientView] = [], requests: [RequestView] = []) {
        self.listeners = listeners
        self.clients = clients
        self.requests = requests
    }
}

/// A place where requests come in.
package struct ListenerView: Sendable {
    /// A unit identifier that was asked for here.
    package struct Unit: Sendable {
        /// Nil for all those together that nobody serves.
        package var unit: UInt8?
        package var traffic: TrafficView
        /// The address that asked last; nil on a serial line.
        package var lastClient: String?

        package init(unit: UInt8?, traffic: TrafficView, lastClient: String? = nil) {
            self.unit = unit
            self.traffic = traffic
            self.lastClient = lastClient
        }
    }

    /// As it is written on the command line.
    package var name: String
    /// Of all units.
    package var traffic: TrafficView
    package var units: [Unit]

    package init(name: String, traffic: TrafficView = TrafficView(), units: [Unit] = []) {
        self.name = name
        self.traffic = traffic
        self.units = units
    }
}

/// All that connects from one address.
package struct ClientView: Sendable {
    package var address: String
    /// Open now.
    package var connections: Int
    package var firstSeen: Moment
    package var traffic: TrafficView
    /// The code of the last exception that it got, and when that was.
    package var lastException: (code: UInt8, moment: Moment)?

    package init(
        address: String,
        connections: Int,
        firstSeen: Moment,
        traffic: TrafficView,
        lastException: (code: UInt8, moment: Moment)? = nil
    ) {
        self.address = address
        self.connections = connections
        self.firstSeen = firstSeen
        self.traffic = traffic
        self.lastException = lastException
    }
}

/// One request, and what it was told.
package struct RequestView: Sendable {
    package var moment: Moment
    /// The name of the listener.
    package var listener: String
    /// The address that it came from; nil on a serial line.
    package var client: String?
    package var unit: UInt8
    package var function: UInt8
    /// Nil where the function has none.
    package var address: UInt16?
    package var count: UInt16?
    /// `answered`, `write acknowledged`, `exception 2`, `silent`, `undelivered`.
    package var outcome: String
    /// In nanoseconds; nil if nothing was sent.
    package var service: Int64?
    package var words: [UInt16]

    package init(
        moment: Moment,
        listener: String,
        client: String?,
        unit: UInt8,
        function: UInt8,
        address: UInt16?,
        count: UInt16?,
        outcome: String,
        service: Int64?,
        words: [UInt16]
    ) {
        self.moment = moment
        self.listener = listener
        self.client = client
        self.unit = unit
        self.function = function
        self.address = address
        self.count = count
        self.outcome = outcome
        self.service = service
        self.words = words
    }
}
