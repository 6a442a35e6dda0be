// SPDX-License-Identifier: Apache-2.0

import Modbus
import Registers
import Testing

@testable import Bridge

@Suite("A snapshot in a drill")
struct UnitSnapshotDrillTests {
    private static let start = ContinuousClock.now
    private static let silence = LiveAnswer.silence(closesConnection: false)
    private static let closing = LiveAnswer.silence(closesConnection: true)

    /// Served for ten seconds, then silent, and after ten more lost.
    private func snapshot(arrival: Duration) throws -> UnitSnapshot {
        let begin = Self.start + arrival
        return try UnitSnapshot(
            space: AddressSpace(
                spans: [:],
                liveness: [],
                identity: DeviceIdentity(vendor: "", product: "", revision: "")
            ),
            words: [],
            stages: [
                Stage(begins: begin, answer: .served), Stage(begins: begin + .seconds(10), answer: Self.silence),
                Stage(begins: begin + .seconds(20), answer: Self.closing),
            ]
        )
    }

    @Test(
        "It goes stale when the drill begins, is lost in its own time, and then is as it would have been",
        arguments: [
            // A drill of 15 s that begins 2 s after the telegram
            (0, 1.9, .served), (0, 2, silence), (0, 11.9, silence), (0, 12, closing), (0, 16.9, closing),
            (0, 17, silence),
            (0, 20, closing),
            // A telegram that comes 5 s into it
            (7, 7, silence), (7, 11.9, silence), (7, 12, closing), (7, 16.9, closing), (7, 17, silence),
            (7, 27, closing),
            // One that comes right before its end
            (16, 16, closing), (16, 17, .served), (16, 26, silence), (16, 36, closing),
        ] as [(Int, Double, LiveAnswer)]
    )
    func stages(arrival: Int, time: Double, expected: LiveAnswer) throws {
        let drill = DrillTime(begins: Self.start + .seconds(2), ends: Self.start + .seconds(17))
        let drilled = try snapshot(arrival: .seconds(arrival)).drilled(drill)
        #expect(drilled.liveAnswer(at: Self.start + .seconds(time)) == expected)
    }

    @Test("One that is stale before it begins stays as it is")
    func stale() throws {
        let snapshot = try snapshot(arrival: .zero)
        let drill = DrillTime(begins: Self.start + .seconds(11), ends: Self.start + .seconds(60))
        #expect(snapshot.drilled(drill).stages == snapshot.stages)
    }
}
