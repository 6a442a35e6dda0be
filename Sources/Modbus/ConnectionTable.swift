// SPDX-License-Identifier: Apache-2.0

/// The open connections, by descriptor.
struct ConnectionTable {
    /// Descriptors are small numbers that the system hands out anew, so that an array is enough.
    private var connections: [Connection?] = []
    private(set) var count = 0
    private var countsByAddress: [PeerAddress: Int] = [:]

    subscript(descriptor: Int32) -> Connection? {
        let index = Int(descriptor)
        return connections.indices.contains(index) ? connections[index] : nil
    }

    mutating func insert(_ connection: Connection) {
        let index = Int(connection.socket.descriptor)
        while connections.count <= index { connections.append(nil) }
        if let replaced = connections[index] { remove(replaced) }
        connections[index] = connection
        count += 1
        countsByAddress[connection.peer.withoutPort, default: 0] += 1
    }

    mutating func remove(_ connection: Connection) {
        let index = Int(connection.socket.descriptor)
        guard connections.indices.contains(index), connections[index] === connection else { return }
        connections[index] = nil
        count -= 1
        let address = connection.peer.withoutPort
        let left = (countsByAddress[address] ?? 1) - 1
        countsByAddress[address] = left > 0 ? left : nil
    }

    /// How many come from the address of `peer`.
    func count(from peer: PeerAddress) -> Int { countsByAddress[peer.withoutPort] ?? 0 }

    /// The connection that has been idle for longest, of those from the address of `peer` if one is given. Who waits for an
    /// answer isn't idle.
    func longestIdle(from peer: PeerAddress? = nil) -> Connection? {
        let address = peer?.withoutPort
        return connections.lazy.compactMap(\.self).filter { connection in
            connection.held == nil && (address == nil || connection.peer.withoutPort == address)
        }.min { $0.lastActivity < $1.lastActivity }
    }

    /// The connections for which `condition` holds.
    func all(where condition: (Connection) -> Bool) -> [Connection] {
        connections.compactMap { connection in
            guard let connection, condition(connection) else { return nil }
            return connection
        }
    }
}
