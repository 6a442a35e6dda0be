// SPDX-License-Identifier: Apache-2.0

/// What a server has done, for whom, and what it was asked last.
package struct ServerReport: Sendable {
    /// What the times in it are counted from: when the server was made.
    package let beginning: ContinuousClock.Instant

    /// A unit on a listener.
    package struct Consumer: Sendable {
        package let listener: ListenerID
        /// Nil for all those together that clients have asked for and that aren't there.
        package let unit: UInt8?
        package let traffic: Traffic
        /// The address that asked last, without a port; nil on a serial line.
        package let lastClient: PeerAddress?
    }

    /// Those that were open when the report was asked for.
    package let listeners: [OpenListener]
    /// Those that were asked at all, by listener and unit.
    package private(set) var consumers: [Consumer] = []
    /// Those of TCP, the one that was seen last first; a bounded number.
    package private(set) var clients: [ClientRecord] = []
    /// The last ones, the newest first.
    package private(set) var requests: [RecentRequest] = []

    /// What was counted with a listener, whatever the unit.
    package func traffic(of listener: ListenerID) -> Traffic {
        consumers.lazy.filter { $0.listener == listener }.reduce(into: Traffic()) { $0.add($1.traffic) }
    }

    init(since beginning: ContinuousClock.Instant, of listeners: [OpenListener]) {
        self.beginning = beginning
        self.listeners = listeners
    }

    /// Takes in what one thread has counted with listeners that are open.
    mutating func add(_ accounts: ServerAccounts) {
        let known = Set(listeners.map(\.id))
        consumers += accounts.consumers.records.filter { known.contains($0.listener) }.map { record in
            Consumer(
                listener: record.listener,
                unit: record.unit,
                traffic: record.traffic,
                lastClient: record.lastClient
            )
        }
        consumers.sort {
            ($0.listener, $0.unit ?? 255, $0.unit == nil ? 1 : 0) < (
                $1.listener, $1.unit ?? 255, $1.unit == nil ? 1 : 0
            )
        }
        clients += accounts.clients.records
        clients.sort { $0.lastSeen > $1.lastSeen }
        let recent = Array(accounts.requests.all.reversed().filter { known.contains($0.record.listener) })
        // Those of one thread are in order already, by its own account.
        let all = requests.isEmpty ? recent : (requests + recent).sorted { $0.record.arrival > $1.record.arrival }
        requests = Array(all.prefix(RequestRing.capacity))
    }
}
