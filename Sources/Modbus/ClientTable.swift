// SPDX-License-Identifier: Apache-2.0

/// One client: all that comes from one address, since many connect anew for each poll. Times are since the server was made.
package struct ClientRecord: Sendable {
    /// Without a port.
    package let address: PeerAddress
    package let firstSeen: Duration
    /// When it last asked, came or went.
    package internal(set) var lastSeen: Duration
    /// How many are open now.
    package internal(set) var connections = 0
    package internal(set) var traffic = Traffic()
    package internal(set) var lastException: ModbusException?
    package internal(set) var lastExceptionTime: Duration?

    mutating func add(_ exchange: Traffic.Exchange) {
        traffic.add(exchange)
        lastSeen = exchange.arrival
        if case .exception(let exception) = exchange.outcome {
            lastException = exception
            lastExceptionTime = exchange.arrival
        }
    }
}

/// The clients that were seen last.
struct ClientTable: Sendable {
    /// How many are known at a time. When it is full, the one without a connection goes that was not seen for longest.
    static let capacity = 1024

    private(set) var records: [ClientRecord] = []
    private var places: [PeerAddress: Int] = [:]

    /// Takes a new connection in. Returns the client's place, which stays its own while it has a connection; nil if there is no
    /// room, because all that are known are connected.
    mutating func connect(_ peer: PeerAddress, at now: Duration) -> Int? {
        let address = peer.withoutPort
        guard let place = places[address] ?? makePlace(for: address, at: now) else { return nil }
        records[place].connections += 1
        records[place].lastSeen = now
        return place
    }

    /// The end of a connection of the client at `place`.
    mutating func disconnect(_ place: Int, at now: Duration) {
        records[place].connections -= 1
        records[place].lastSeen = now
    }

    mutating func add(_ exchange: Traffic.Exchange, at place: Int) { records[place].add(exchange) }

    /// With memory of its own, so that whoever goes on writing into this one needn't stop to copy it.
    func copied() -> ClientTable {
        var copy = ClientTable()
        copy.records = records.map(\.self)
        return copy
    }

    private mutating func makePlace(for address: PeerAddress, at now: Duration) -> Int? {
        let record = ClientRecord(address: address, firstSeen: now, lastSeen: now)
        if records.count < Self.capacity {
            records.append(record)
            places[address] = records.count - 1
            return records.count - 1
        }
        guard let place = placeOfLongestUnseen else { return nil }
        places[records[place].address] = nil
        records[place] = record
        places[address] = place
        return place
    }

    private var placeOfLongestUnseen: Int? {
        let free = records.indices.lazy.filter { records[$0].connections == 0 }
        return free.min { records[$0].lastSeen < records[$1].lastSeen }
    }
}
