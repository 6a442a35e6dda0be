// SPDX-License-Identifier: Apache-2.0

/// The units of one listener, by unit id.
package struct UnitTable: Sendable {
    private var snapshots = [UnitSnapshot?](repeating: nil, count: 256)
    private var snapshotCounts = [UInt64](repeating: 0, count: 256)
    private var count = 0
    private var onlyUnit: Int?

    package init() {}

    /// The snapshot that is served for exactly this id; setting nil withdraws the unit.
    package subscript(unit: UInt8) -> UnitSnapshot? {
        get { snapshots[Int(unit)] }
        set {
            let wasServed = snapshots[Int(unit)] != nil
            let isServed = newValue != nil
            snapshots[Int(unit)] = newValue
            snapshotCounts[Int(unit)] &+= 1
            if wasServed != isServed {
                count += isServed ? 1 : -1
                onlyUnit = count == 1 ? snapshots.firstIndex { $0 != nil } : nil
            }
        }
    }

    /// The snapshot of the unit that a request with this id means.
    ///
    /// Ids 0 and 255 mean the device that was connected to, not a unit behind it (MODBUS Messaging on TCP/IP V1.0b,
    /// clause 4.4.2.2): the only unit, if there is only one.
    package func unit(addressedBy id: UInt8) -> UnitSnapshot? {
        if let snapshot = snapshots[Int(id)] { return snapshot }
        guard id == 0 || id == 255, let onlyUnit else { return nil }
        return snapshots[onlyUnit]
    }

    /// The unit's own id, for a request that means a unit by this one.
    func identifier(addressedBy id: UInt8) -> UInt8 {
        if snapshots[Int(id)] == nil, id == 0 || id == 255, let onlyUnit { return UInt8(onlyUnit) }
        return id
    }

    /// How many snapshots a unit has had: another number is another snapshot.
    package func snapshotCount(of unit: UInt8) -> UInt64 { snapshotCounts[Int(unit)] }

    /// The snapshot of the unit that an RTU request with this id means: on a bus each id is a unit's own, 0 means all of them
    /// and is never answered, and those above 247 are reserved (MODBUS over Serial Line V1.02, clause 2.2).
    func rtuUnit(_ id: UInt8) -> UnitSnapshot? {
        id == RTUFrame.broadcast || id > RTUFrame.lastUnit ? nil : snapshots[Int(id)]
    }
}
