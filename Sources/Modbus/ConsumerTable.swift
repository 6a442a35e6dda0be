// SPDX-License-Identifier: Apache-2.0

/// What has gone on with the units of each listener.
struct ConsumerTable: Sendable {
    struct Record: Sendable {
        let listener: Int
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
    private var places: [Int16]

    init(listenerCount: Int) { places = .init(repeating: -1, count: listenerCount * Self.placesPerListener) }

    /// Counts a request for a unit; nil if there is none such.
    mutating func add(_ exchange: Traffic.Exchange, unit: UInt8?, listener: Int, from client: PeerAddress?) {
        let key = listener * Self.placesPerListener + (unit.map { Int($0) } ?? 256)
        var place = Int(places[key])
        if place < 0 {
            place = records.count
            guard let known = Int16(exactly: place) else { return }
            places[key] = known
            records.append(Record(listener: listener, unit: unit))
        }
        records[place].traffic.add(exchange)
        records[place].lastClient = client
    }

    /// With memory of its own, so that whoever goes on writing into this one needn't stop to copy it.
    func copied() -> ConsumerTable {
        var copy = ConsumerTable(listenerCount: 0)
        copy.records = records.map(\.self)
        return copy
    }
}
