// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Modbus

@Suite("The table of clients")
struct ClientTableTests {
    private func peer(_ number: Int) -> PeerAddress {
        PeerAddress(high: 0x2001_0DB8 << 32, low: UInt64(number))
    }

    @Test("When it is full, the client goes that was not seen for longest")
    func longestUnseen() throws {
        // Given a full table, in which 0 was seen again after all others
        var table = ClientTable()
        for number in 0..<ClientTable.capacity {
            let place = table.connect(peer(number), at: .seconds(number))
            table.disconnect(try #require(place), at: .seconds(number))
        }
        let again = table.connect(peer(0), at: .seconds(5000))
        table.disconnect(try #require(again), at: .seconds(5000))

        // When another comes
        let newcomer = table.connect(peer(9999), at: .seconds(5001))
        let place = try #require(newcomer)

        // Then it has the place of 1
        #expect(table.records.count == ClientTable.capacity)
        #expect(table.records[place].address == peer(9999))
        #expect(table.records[place].firstSeen == .seconds(5001))
        #expect(table.records.contains { $0.address == peer(0) && $0.firstSeen == .zero })
        #expect(!table.records.contains { $0.address == peer(1) })
    }

    @Test("A client with a connection never loses its place")
    func connected() throws {
        var table = ClientTable()
        let places = (0..<ClientTable.capacity).map { table.connect(peer($0), at: .seconds($0)) }
        #expect(Set(places) == Set(0..<ClientTable.capacity))

        // When all are connected, there is no room, but for one that is known
        let newcomer = table.connect(peer(9999), at: .seconds(5000))
        let known = table.connect(peer(500), at: .seconds(5000))
        #expect(newcomer == nil)
        #expect(known == places[500])

        // When one goes, its place is taken
        table.disconnect(77, at: .seconds(6000))
        let later = table.connect(peer(9999), at: .seconds(6001))
        #expect(later == 77)
    }
}
