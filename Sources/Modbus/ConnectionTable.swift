// SPDX-License-Identifier: Apache-2.0

/// The open connections, by descriptor.
struct ConnectionTable {
    /// Descriptors are small numbers that the system hands out anew, so that an array is enough.
    private var connections: [Connection?] = []
    private(set) var count = 0

    subscript(descriptor: Int32) -> Connection? {
        let index = Int(descriptor)
        return connections.indices.contains(index) ? connections[index] : nil
    }

    mutating func insert(_ connection: Connection) {
        let index = Int(connection.socket.descriptor)
        while connections.count <= index { connections.append(nil) }
        if connections[index] == nil { count += 1 }
        connections[index] = connection
    }

    mutating func remove(_ connection: Connection) {
        let index = Int(connection.socket.descriptor)
        guard connections.indices.contains(index), connections[index] === connection else { return }
        connections[index] = nil
        count -= 1
    }

    /// The connection that has been idle for longest.
    var longestIdle: Connection? {
        connections.lazy.compactMap(\.self).min { $0.lastActivity < $1.lastActivity }
    }

    /// The connections for which `condition` holds.
    func all(where condition: (Connection) -> Bool) -> [Connection] {
        connections.compactMap { connection in
            guard let connection, condition(connection) else { return nil }
            return connection
        }
    }
}
