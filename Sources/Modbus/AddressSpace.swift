// SPDX-License-Identifier: Apache-2.0

/// What stands where for one unit: made once for a register map and shared by all its snapshots.
///
/// All tables point into one flat image of 16-bit words; a bit of a bit table has a word of its own, 0 or not 0.
/// Two tables may share words, so that functions 3 and 4 can serve the same registers.
package final class AddressSpace: Sendable {
    /// How many words every image of this space has.
    package let wordCount: Int
    /// What the unit calls itself.
    package let identity: DeviceIdentity
    /// Which values a write of a holding register may carry; such a write is acknowledged and changes nothing.
    let acceptedWrites: [UInt16: [UInt16]]

    private let coils: TableLayout
    private let discreteInputs: TableLayout
    private let inputRegisters: TableLayout
    private let holdingRegisters: TableLayout
    /// For each word the nearest live word from it on, so that a read of any length is judged by one comparison.
    private let nextLive: [Int]
    private let nextVolatile: [Int]

    /// - Parameters:
    ///   - spans: the contiguous parts of each table, in any order; a read must lie within one of them. Spans that
    ///     touch must also touch in the image.
    ///   - loneRegisters: the addresses that answer only a read of exactly one element.
    ///   - liveness: one entry for each word of the image.
    ///   - acceptedWrites: holding register address to the values that are acknowledged there. If empty, functions 6
    ///     and 16 are unknown to the unit.
    /// - Throws: ``AddressSpaceError``, which names the table and the address at fault.
    package init(
        spans: [AddressTable: [AddressSpan]],
        loneRegisters: [AddressTable: [LoneRegister]] = [:],
        liveness: [WordLiveness],
        acceptedWrites: [UInt16: [UInt16]] = [:],
        identity: DeviceIdentity
    ) throws(AddressSpaceError) {
        func layout(_ table: AddressTable) throws(AddressSpaceError) -> TableLayout {
            try TableLayout(
                table,
                spans: spans[table] ?? [],
                loneRegisters: loneRegisters[table] ?? [],
                wordCount: liveness.count
            )
        }
        coils = try layout(.coils)
        discreteInputs = try layout(.discreteInputs)
        inputRegisters = try layout(.inputRegisters)
        holdingRegisters = try layout(.holdingRegisters)
        wordCount = liveness.count
        nextLive = Self.nearest(.live, in: liveness)
        nextVolatile = Self.nearest(.volatile, in: liveness)
        self.acceptedWrites = acceptedWrites
        self.identity = identity
    }

    /// Whether `function` is among those that this unit serves.
    package func serves(_ function: ModbusFunction) -> Bool {
        switch function {
        case .readCoils: !coils.isEmpty
        case .readDiscreteInputs: !discreteInputs.isEmpty
        case .writeSingleRegister, .writeMultipleRegisters: !acceptedWrites.isEmpty
        case .readHoldingRegisters, .readInputRegisters, .reportServerIdentification, .encapsulatedInterface: true
        }
    }

    /// The offset in the image that answers a read of `count` elements (at least 1) from `address`; nil if `table`
    /// doesn't hold all of them.
    package func offset(of address: UInt16, count: Int, in table: AddressTable) -> Int? {
        switch table {
        case .coils: coils.offset(of: address, count: count)
        case .discreteInputs: discreteInputs.offset(of: address, count: count)
        case .inputRegisters: inputRegisters.offset(of: address, count: count)
        case .holdingRegisters: holdingRegisters.offset(of: address, count: count)
        }
    }

    /// Whether one of the `count` words from `offset` is live; both as ``offset(of:count:in:)`` allows them.
    func touchesLive(offset: Int, count: Int) -> Bool { nextLive[offset] < offset + count }

    /// Whether one of the `count` words from `offset` is volatile; both as ``offset(of:count:in:)`` allows them.
    func touchesVolatile(offset: Int, count: Int) -> Bool { nextVolatile[offset] < offset + count }

    private static func nearest(_ wanted: WordLiveness, in liveness: [WordLiveness]) -> [Int] {
        var nearest = Int.max
        var result = [Int](repeating: nearest, count: liveness.count)
        for index in liveness.indices.reversed() {
            if liveness[index] == wanted { nearest = index }
            result[index] = nearest
        }
        return result
    }
}
