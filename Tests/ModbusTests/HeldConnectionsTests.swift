// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("Connections whose answers wait")
struct HeldConnectionsTests {
    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    private func held(_ entries: [(descriptor: Int32, place: Int, wake: Int)]) -> HeldConnections {
        var held = HeldConnections()
        for entry in entries { held.insert(entry.descriptor, at: entry.place, wake: at(entry.wake)) }
        return held
    }

    @Test("A snapshot takes out who waits for its unit, in the order in which their time is over, and nobody else")
    func snapshot() {
        var held = held([(5, 1, 300), (6, 2, 100), (7, 1, 200), (8, 1, 400)])

        #expect(held.nextWake == at(100))
        #expect(held.takeAll(at: 1) == [7, 5, 8])
        #expect(held.takeAll(at: 1).isEmpty)
        #expect(held.count == 1)
        #expect(held.takeAll(at: 2) == [6])
        #expect(held.nextWake == nil)
    }

    @Test("Time takes out who is due, of all units, and leaves the instant of the next")
    func due() {
        var held = held([(5, 1, 300), (6, 2, 100), (7, 1, 200)])

        #expect(held.takeDue(at: at(99)).isEmpty)
        #expect(held.takeDue(at: at(200)).sorted() == [6, 7])
        #expect(held.nextWake == at(300))
        #expect(held.count == 1)
    }

    @Test("Who is closed is forgotten")
    func removed() {
        var held = held([(5, 1, 100), (6, 1, 200)])
        held.remove(5, at: 1)
        held.remove(9, at: 1)
        held.remove(5, at: 7)

        #expect(held.nextWake == at(200))
        #expect(held.takeAll(at: 1) == [6])
        #expect(held.count == 0)
    }
}
