// SPDX-License-Identifier: Apache-2.0

extension ServerLoop {
    /// Connections that are accepted before others get their turn.
    private static var acceptedAtOnce: Int { 64 }

    /// Takes the connections that wait on the listener of a slot, if there is one.
    mutating func accept(on slot: Int) {
        guard let listener = listeners[slot] else { return }
        for _ in 0..<Self.acceptedAtOnce {
            switch listener.socket.acceptConnection() {
            case .success((let socket, let peer)): admit(socket, from: peer, on: listener)
            case .failure(.connectionLost): continue
            case .failure(.noneWaiting): return
            case .failure(.exhausted):
                // The connection keeps waiting, and the listener would be reported for ever.
                pauseAccepting()
                return
            }
        }
    }

    /// Keeps a new connection if it may come and there is room, or an idle one can make room; otherwise it closes with its socket,
    /// before anything is read from it.
    private mutating func admit(_ socket: TCPSocket, from peer: PeerAddress, on listener: BoundListener) {
        let now = clock()
        if let refusal = refusal(of: peer, on: listener.id, at: now) { return refuse(peer, on: listener.id, refusal) }
        do {
            try epoll.watch(socket.descriptor, token: .connection(socket.descriptor))
        } catch {
            return refuse(peer, on: listener.id, .systemLimit)
        }
        let connection = Connection(
            socket: socket,
            peer: peer,
            listener: listener.id,
            clientPlace: accounts.clients.connect(peer, at: now - beginning),
            format: listener.format,
            openedAt: now
        )
        connections.insert(connection)
        statistics.acceptedConnections += 1
        observer(.connected(peer, listener: listener.id))
    }

    /// Why a client can't be let in, after idle connections have made room for it.
    private mutating func refusal(
        of peer: PeerAddress,
        on listener: ListenerID,
        at now: ContinuousClock.Instant
    ) -> Refusal? {
        if !allows(peer, on: listener) { return .notAllowed }
        let share = peer.isThisMachine ? connectionLimit : max(1, connectionLimit / 2)
        // More than one goes where the limit was lowered.
        while connections.count(from: peer) >= limits.connectionsPerAddress ?? share {
            if !evict(connections.longestIdle(from: peer), at: now) { return .addressLimit }
        }
        while connections.count >= connectionLimit {
            if !evict(connections.longestIdle(), at: now) { return .connectionLimit }
        }
        return nil
    }

    private mutating func evict(_ idle: Connection?, at now: ContinuousClock.Instant) -> Bool {
        guard let idle, now - idle.lastActivity > limits.evictableAfter else { return false }
        close(idle, .evicted)
        return true
    }

    private mutating func refuse(_ peer: PeerAddress, on listener: ListenerID, _ refusal: Refusal) {
        statistics.add(refusal)
        observer(.refused(peer, listener: listener, refusal))
    }
}
