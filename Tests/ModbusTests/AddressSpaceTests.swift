// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("Address spaces and snapshots")
struct AddressSpaceTests {
    private func space(
        _ spans: [AddressSpan],
        lone: [LoneRegister] = [],
        words: Int = 10
    ) throws(AddressSpaceError) -> AddressSpace {
        try AddressSpace(
            spans: [.holdingRegisters: spans],
            loneRegisters: [.holdingRegisters: lone],
            liveness: .init(repeating: .live, count: words),
            identity: testIdentity
        )
    }

    @Test(
        "A layout that cannot be served is refused with the address at fault",
        arguments: [
            ([AddressSpan(start: 7, count: 0, offset: 0)], .impossibleCount(.holdingRegisters, address: 7, count: 0)),
            ([AddressSpan(start: 7, count: -1, offset: 0)], .impossibleCount(.holdingRegisters, address: 7, count: -1)),
            (
                [AddressSpan(start: 65535, count: 2, offset: 0)],
                .impossibleCount(.holdingRegisters, address: 65535, count: 2)
            ),
            (
                [AddressSpan(start: 7, count: .max, offset: 1)],
                .impossibleCount(.holdingRegisters, address: 7, count: .max)
            ),
            ([AddressSpan(start: 7, count: 11, offset: 0)], .outsideImage(.holdingRegisters, address: 7)),
            ([AddressSpan(start: 7, count: 2, offset: 9)], .outsideImage(.holdingRegisters, address: 7)),
            ([AddressSpan(start: 7, count: 2, offset: -1)], .outsideImage(.holdingRegisters, address: 7)),
            ([AddressSpan(start: 7, count: 2, offset: .max)], .outsideImage(.holdingRegisters, address: 7)),
            (
                [AddressSpan(start: 8, count: 2, offset: 0), AddressSpan(start: 7, count: 2, offset: 4)],
                .overlap(.holdingRegisters, address: 8)
            ),
            (
                [AddressSpan(start: 0, count: 2, offset: 0), AddressSpan(start: 2, count: 2, offset: 4)],
                .splitNeighbours(.holdingRegisters, address: 2)
            ),
        ] as [([AddressSpan], AddressSpaceError)]
    )
    func refused(spans: [AddressSpan], error: AddressSpaceError) {
        #expect(throws: error) { try space(spans) }
        #expect(error.description.hasPrefix("holdingRegisters, address "))
    }

    @Test("A lone register outside the image, or listed twice, is refused")
    func refusedLoneRegisters() {
        #expect(throws: AddressSpaceError.outsideImage(.holdingRegisters, address: 3)) {
            try space([], lone: [LoneRegister(address: 3, offset: 10)])
        }
        #expect(throws: AddressSpaceError.overlap(.holdingRegisters, address: 3)) {
            try space([], lone: [LoneRegister(address: 3, offset: 1), LoneRegister(address: 3, offset: 2)])
        }
    }

    @Test("Spans that touch in table and image are read as one")
    func merged() throws {
        let space = try space([AddressSpan(start: 2, count: 3, offset: 2), AddressSpan(start: 0, count: 2, offset: 0)])
        #expect(space.offset(of: 0, count: 5, in: .holdingRegisters) == 0)
        #expect(space.offset(of: 0, count: 6, in: .holdingRegisters) == nil)
        #expect(space.offset(of: 0, count: 1, in: .inputRegisters) == nil)
    }

    @Test("The search finds each of many spans, and nothing between them")
    func manySpans() throws {
        let spans = (0..<100).map { AddressSpan(start: UInt16($0 * 100 + 10), count: 5, offset: $0 * 5) }
        let space = try space(spans.shuffled(), words: 500)
        for index in 0..<100 {
            let address = UInt16(index * 100 + 10)
            #expect(space.offset(of: address, count: 5, in: .holdingRegisters) == index * 5)
            #expect(space.offset(of: address + 4, count: 1, in: .holdingRegisters) == index * 5 + 4)
            #expect(space.offset(of: address - 1, count: 1, in: .holdingRegisters) == nil)
            #expect(space.offset(of: address + 5, count: 1, in: .holdingRegisters) == nil)
            #expect(space.offset(of: address + 4, count: 2, in: .holdingRegisters) == nil)
        }
    }

    @Test("A snapshot whose images don't fit its space, or without ordered stages, is refused")
    func refusedSnapshots() throws {
        let space = try AddressSpace.plain(4)
        let served = Stage(begins: start, answer: .served)
        func make(_ count: Int, _ stages: [Stage]) throws {
            _ = try UnitSnapshot(space: space, words: .init(repeating: 0, count: count), stages: stages)
        }
        #expect(throws: UnitSnapshotError.wrongWordCount(3, expected: 4)) { try make(3, [served]) }
        #expect(throws: UnitSnapshotError.noStages) { try make(4, []) }
        #expect(throws: UnitSnapshotError.stagesOutOfOrder) {
            try make(4, [served, Stage(begins: start - .seconds(1), answer: .served)])
        }
        #expect(throws: UnitSnapshotError.wrongWordCount(5, expected: 4)) {
            try make(4, [served, Stage(begins: start, answer: .replaced([1, 2, 3, 4, 5]))])
        }
    }

    @Test("Of stages that begin at the same instant the last one counts")
    func simultaneousStages() throws {
        let unit = try UnitSnapshot.plain(stages: [
            Stage(begins: start, answer: .served), Stage(begins: start, answer: .exception(.serverDeviceFailure)),
        ])
        #expect(unit.liveAnswer(at: start) == .exception(.serverDeviceFailure))
    }

    @Test("Unit ids 0 and 255 mean the only unit, and none if there are several")
    func onlyUnit() throws {
        var units = UnitTable()
        let first = try UnitSnapshot.plain()
        let second = try UnitSnapshot.plain()
        #expect(units.unit(addressedBy: 0) == nil)
        units[7] = first
        #expect(units.unit(addressedBy: 0) === first)
        #expect(units.unit(addressedBy: 255) === first)
        #expect(units.unit(addressedBy: 7) === first)
        #expect(units.unit(addressedBy: 1) == nil)
        units[7] = second
        #expect(units.unit(addressedBy: 255) === second)
        units[255] = first
        #expect(units.unit(addressedBy: 255) === first)
        #expect(units.unit(addressedBy: 0) == nil)
        units[7] = nil
        #expect(units.unit(addressedBy: 0) === first)
    }
}
