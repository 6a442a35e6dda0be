// SPDX-License-Identifier: Apache-2.0

/// What has gone on with the units of each listener.
struct ConsumerTable: Sendable {
    struct Record: Sendable {
        let listener: ListenerID
        /// Nil for all those together that aren't there.
        let unit: UInt8?
        var traffic = Traffic()
        /// Who asked last, without a port; nil on a serial line.
        var lastClient: PeerAddress?
    }

    /// 256 units, and one for those that aren't there.
    private static let placesPerListener = 257

    private(set) var records: [Record] = []
    /// Where the records of a listener's units stand; -1 where there is none yet. Units that nobody asks cost no more than that.
    private var places: [Int16] = []

    /// Counts a request for a unit; nil if there is none such.
    mutating func add(_ exchange: Traffic.Exchange, unit: UInt8?, listener: ListenerID, from client: PeerAddress?) {
        let key = Self.key(of: unit, listener)
        var place = key < places.count ? Int(places[key]) : -1
        if place < 0 {
            guard let new = Int16(exactly: records.count) else { return }
            while places.count <= key { places.append(-1) }
            place = records.count
            places[key] = new
            records.append(Record(listener: listener, unit: unit))
        }
        records[place].traffic.add(exchange)
        records[place].lastClient = client
    }

    /// Forgets the units of a listener that is closed.
    mutating func forget(_ listener: ListenerID) {
        records.removeAll { $0.listener == listener }
        for key in places.indices { places[key] = -1 }
        for (place, record) in records.enumerated() {
            // There were more before.
            places[Self.key(of: record.unit, record.listener)] = Int16(truncatingIfNeeded: place)
        }
    }

    private static func key(of unit: UInt8?, _ listener: ListenerID) -> Int {
        listener.slot * placesPerListener + (unit.map { Int($0) } ?? 256)
    }

    /// With memory of its own, so that whoever goes on writing into this one needn't stop to copy it.
    func copied() -> ConsumerTable {
        var copy = ConsumerTable()
        copy.records = records.map(\.self)
        return copy
    }
}
