// SPDX-License-Identifier: Apache-2.0

/// The listeners that a server has now.
struct ListenerDirectory: Sendable {
    /// Who serves a listener.
    enum Service: Sendable {
        /// The thread of all connections, which owns the socket.
        case connections(SocketReference)
        case line(LineThread)
    }

    /// A socket that may be closed meanwhile.
    struct SocketReference: Sendable {
        weak let socket: TCPSocket?
    }

    struct Entry: Sendable {
        let open: OpenListener
        let service: Service
    }

    private var entries: [ListenerID: Entry] = [:]
    /// Those of the entries, and those that are kept for listeners that are being bound.
    private var slots: Set<Int> = []
    private var lastNumber: UInt64 = 0
    /// What was done on serial lines that are closed.
    private var past = ServerStatistics()
    /// Whether the server takes no more listeners.
    var isStopped = false

    /// All listeners, in the order in which they came.
    var open: [OpenListener] { entries.values.map(\.open).sorted { $0.id < $1.id } }

    /// The serial lines among them.
    var lines: [LineThread] {
        entries.values.compactMap { entry in
            if case .line(let line) = entry.service { line } else { nil }
        }
    }

    /// What was done on all serial lines, those that are closed among them.
    var lineStatistics: ServerStatistics { lines.reduce(into: past) { $0.add($1.statistics) } }

    subscript(id: ListenerID) -> Entry? { entries[id] }

    /// A name for a listener that is about to be bound.
    mutating func reserve() -> ListenerID {
        var slot = 0
        while !slots.insert(slot).inserted { slot += 1 }
        lastNumber += 1
        return ListenerID(number: lastNumber, slot: slot)
    }

    mutating func insert(_ listener: Listener, as id: ListenerID, servedBy service: Service) {
        entries[id] = Entry(open: OpenListener(id: id, listener: listener), service: service)
    }

    /// Forgets a listener, or that one was to come. What a line has done stays counted.
    mutating func remove(_ id: ListenerID) {
        // Its slot may be another's by now.
        guard let entry = entries.removeValue(forKey: id) else { return }
        slots.remove(id.slot)
        if case .line(let line) = entry.service { past.add(line.statistics) }
    }

    /// Gives up what was kept for a listener that couldn't be bound.
    mutating func release(_ id: ListenerID) { slots.remove(id.slot) }
}
