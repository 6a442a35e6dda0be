// SPDX-License-Identifier: Apache-2.0

extension ServerLoop {
    /// Connections that are accepted before others get their turn.
    private static var acceptedAtOnce: Int { 64 }

    /// Takes the connections that wait on a listener.
    mutating func accept(on listener: Int) {
        for _ in 0..<Self.acceptedAtOnce {
            switch listeners[listener].socket.acceptConnection() {
            case .success((let socket, let peer)): admit(socket, from: peer, on: listener)
            case .failure(.connectionLost): continue
            case .failure(.noneWaiting): return
            case .failure(.exhausted):
                // The connection keeps waiting, and the listener would be reported for ever.
                statistics.descriptorShortages += 1
                setAccepting(false)
                observer(.descriptorsExhausted)
                return
            }
        }
    }

    /// Keeps a new connection if there is room or an idle one can make room; otherwise it closes with its socket.
    private mutating func admit(_ socket: TCPSocket, from peer: PeerAddress, on listener: Int) {
        let now = clock()
        if connections.count >= connectionLimit {
            guard let idle = connections.longestIdle, now - idle.lastActivity > limits.evictableAfter else {
                statistics.refusedConnections += 1
                observer(.refused(peer, listener: listener))
                return
            }
            close(idle, .evicted)
        }
        do {
            try epoll.watch(socket.descriptor, token: .connection(socket.descriptor))
        } catch {
            statistics.refusedConnections += 1
            observer(.refused(peer, listener: listener))
            return
        }
        let format = listeners[listener].format
        connections.insert(Connection(socket: socket, peer: peer, listener: listener, format: format, openedAt: now))
        statistics.acceptedConnections += 1
        observer(.connected(peer, listener: listener))
    }
}
