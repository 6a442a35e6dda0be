// SPDX-License-Identifier: Apache-2.0

/// Listeners and limits that come and go while connections are served.
extension ServerLoop {
    mutating func obey(_ command: ServerCommand) {
        switch command {
        case .open(let listener): open(listener)
        case .close(let id): close(id)
        case .allow(let ranges, let id):
            guard listeners[id.slot]?.id == id else { return }
            listeners[id.slot]?.allowed = ranges
            closeForbidden()
        case .limit(let limits):
            self.limits = limits
            connectionLimit = limits.connectionsHere
            nextTick = min(nextTick, lastLook + limits.tick)
            closeForbidden()
        }
    }

    private mutating func open(_ listener: BoundListener) {
        let slot = listener.id.slot
        while listeners.count <= slot {
            listeners.append(nil)
            units.append(UnitTable())
        }
        listeners[slot] = listener
        let interest = isAccepting ? Epoll.Interest.requests : .nothing
        if !epoll.watch(for: interest, listener.socket.descriptor, token: .listener(slot)) { pauseAccepting() }
    }

    private mutating func close(_ id: ListenerID) {
        guard listeners[id.slot]?.id == id else { return }
        for connection in connections.all(where: { $0.listener == id }) { close(connection, .listenerClosed) }
        listeners[id.slot] = nil
        units[id.slot] = UnitTable()
        accounts.forget(id)
    }

    private mutating func closeForbidden() {
        for connection in connections.all(where: { !allows($0.peer, on: $0.listener) }) {
            close(connection, .forbidden)
        }
    }

    /// Whether clients may connect from here by this listener.
    func allows(_ peer: PeerAddress, on listener: ListenerID) -> Bool {
        limits.allow(peer, by: listeners[listener.slot]?.allowed)
    }

    /// Lets new connections wait until one is closed or a tick is over, because the system has nothing left for them.
    mutating func pauseAccepting() {
        statistics.descriptorShortages += 1
        setAccepting(false)
        observer(.descriptorsExhausted)
    }

    mutating func setAccepting(_ accepting: Bool) {
        guard accepting != isAccepting else { return }
        isAccepting = accepting
        for case let listener? in listeners {
            epoll.watch(
                for: accepting ? .requests : .nothing,
                listener.socket.descriptor,
                token: .listener(listener.id.slot)
            )
        }
    }
}
