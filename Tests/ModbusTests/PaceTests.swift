// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("When reads of paced units are answered")
struct PaceTests {
    /// One question: after so many milliseconds, for this block, while this snapshot is the newest; nil is an answer at once, a
    /// number a wait that ends at so many milliseconds.
    struct Step: Sendable {
        let time: Int
        let block: Int
        let snapshot: UInt64
        let waitsUntil: Int?
        var unit: UInt8 = 1

        init(_ time: Int, _ block: Int, _ snapshot: UInt64, _ waitsUntil: Int? = nil, unit: UInt8 = 1) {
            (self.time, self.block, self.snapshot, self.waitsUntil, self.unit) = (
                time, block, snapshot, waitsUntil, unit
            )
        }
    }

    private static let paced = Pacing.paced(atMost: .milliseconds(800))
    private static let once = Pacing.once(atMost: .milliseconds(800))

    @Test(
        "Each case",
        arguments: [
            ("immediate: never waits", .immediate, [Step(0, 1, 1), Step(1, 1, 1), Step(2, 1, 1)]),
            ("paced: the first read waits for the next snapshot", paced, [Step(0, 1, 1, 800), Step(300, 1, 2)]),
            ("paced: a wait ends at its deadline", paced, [Step(0, 1, 1, 800), Step(799, 1, 1, 800), Step(800, 1, 1)]),
            (
                "paced: other blocks of the cycle are answered at once, a repeated one waits", paced,
                [
                    Step(0, 1, 1, 800), Step(300, 1, 2), Step(310, 2, 2), Step(320, 3, 2), Step(330, 2, 2, 1130),
                    Step(1000, 2, 3), Step(1001, 1, 3), Step(1002, 3, 3), Step(1003, 1, 3, 1803),
                ]
            ),
            (
                "paced: a snapshot that comes between two blocks of a cycle makes nobody wait", paced,
                [Step(0, 1, 1, 800), Step(300, 1, 2), Step(310, 2, 3), Step(320, 1, 3, 1120)]
            ),
            (
                "paced: a wait in vain opens a cycle too, so that one cycle waits once", paced,
                [
                    Step(0, 1, 1, 800), Step(800, 1, 1), Step(810, 2, 1), Step(820, 1, 1, 1620), Step(1620, 1, 1),
                    Step(1621, 2, 1),
                ]
            ),
            (
                "paced: each unit has its own cycle", paced,
                [
                    Step(0, 1, 1, 800), Step(300, 1, 2), Step(310, 1, 5, 1110, unit: 2), Step(400, 1, 6, unit: 2),
                    Step(401, 2, 2), Step(402, 2, 6, unit: 2), Step(403, 1, 2, 1203),
                ]
            ),
            (
                "once: each block is answered once from a snapshot", once,
                [
                    Step(0, 1, 1), Step(1, 2, 1), Step(2, 1, 1, 802), Step(500, 1, 2), Step(501, 2, 2),
                    Step(502, 2, 2, 1302),
                ]
            ),
            (
                "once: a new snapshot is answered at once", once,
                [Step(0, 1, 1), Step(1000, 1, 2), Step(1001, 1, 2, 1801)]
            ),
            (
                "once: after a wait in vain the cycle is opened once", once,
                [
                    Step(0, 1, 1), Step(1, 2, 1), Step(2, 1, 1, 802), Step(802, 1, 1), Step(803, 2, 1),
                    Step(804, 2, 1, 1604),
                ]
            ),
        ] as [(String, Pacing, [Step])]
    )
    func table(name: String, pacing: Pacing, steps: [Step]) {
        var pace = Pace()
        for step in steps {
            let decision = pace.decide(on: step.readBlock, pacing, snapshot: step.snapshot, at: at(step.time))
            #expect(decision == (step.waitsUntil.map { .wait(until: at($0)) } ?? .answer), "at \(step.time) ms")
        }
    }

    @Test("Blocks are told apart by table, address and count")
    func blocks() {
        var pace = Pace()
        let first = ReadBlock(unit: 1, table: .holdingRegisters, address: 0, count: 2)
        var others = [first, first, first]
        others[0].table = .inputRegisters
        others[1].address = 1
        others[2].count = 1
        #expect(pace.decide(on: first, Self.once, snapshot: 1, at: start) == .answer)
        for other in others { #expect(pace.decide(on: other, Self.once, snapshot: 1, at: start) == .answer) }
        #expect(pace.decide(on: first, Self.once, snapshot: 1, at: start) == .wait(until: at(800)))
    }

    @Test("After a wait that was given up, a read waits anew, and the cycle before it still holds")
    func abandoned() {
        var pace = Pace()
        _ = pace.decide(on: Step(0, 1, 1).readBlock, Self.paced, snapshot: 1, at: at(0))
        _ = pace.decide(on: Step(0, 1, 1).readBlock, Self.paced, snapshot: 2, at: at(100))
        _ = pace.decide(on: Step(0, 1, 1).readBlock, Self.paced, snapshot: 2, at: at(200))

        pace.abandonWait()

        #expect(pace.decide(on: Step(0, 2, 2).readBlock, Self.paced, snapshot: 3, at: at(300)) == .answer)
        #expect(
            pace.decide(on: Step(0, 1, 2).readBlock, Self.paced, snapshot: 3, at: at(300)) == .wait(until: at(1100))
        )
    }

    @Test("A client that asks for ever other blocks is remembered in bounded memory, and waits")
    func bounded() {
        var pace = Pace()
        for block in 0..<Pace.mostBlocks {
            #expect(pace.decide(on: Step(0, block, 1).readBlock, Self.once, snapshot: 1, at: start) == .answer)
        }
        #expect(pace.decide(on: Step(0, 500, 1).readBlock, Self.once, snapshot: 1, at: start) == .wait(until: at(800)))
        #expect(pace.decide(on: Step(0, 500, 1).readBlock, Self.once, snapshot: 2, at: start) == .answer)
        #expect(pace.decide(on: Step(0, 501, 1).readBlock, Self.once, snapshot: 2, at: start) == .answer)
    }

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }
}

extension PaceTests.Step {
    fileprivate var readBlock: ReadBlock {
        ReadBlock(unit: unit, table: .holdingRegisters, address: UInt16(block), count: 1)
    }
}
