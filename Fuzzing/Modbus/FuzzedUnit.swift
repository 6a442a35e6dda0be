// SPDX-License-Identifier: Apache-2.0

import Modbus

/// A unit with something of everything, whose meter falls silent at ``refused``.
enum FuzzedUnit {
    /// Values are told.
    static let served = ContinuousClock.now
    /// Live words get exception 4 from here on.
    static let refused = served + .seconds(10)
    /// The words that come from the meter.
    static let live = 20..<30
    /// The holding registers that take a write.
    static let accepted: [UInt16] = [7, 8]

    static let shared: UnitSnapshot? = {
        let wordCount = 2200
        var liveness = [WordLiveness](repeating: .constant, count: wordCount)
        for index in live { liveness[index] = .live }
        for index in 40..<44 { liveness[index] = .volatile }
        let space = try? AddressSpace(
            spans: [
                .coils: [AddressSpan(start: 100, count: 2100, offset: 0)],
                .inputRegisters: [AddressSpan(start: 0, count: 300, offset: 0)],
                .holdingRegisters: [
                    AddressSpan(start: 0, count: 300, offset: 0), AddressSpan(start: 65500, count: 36, offset: 1000),
                ],
            ],
            loneRegisters: [.holdingRegisters: [LoneRegister(address: 11, offset: 2000)]],
            liveness: liveness,
            acceptedWrites: [7: [1, 2], 8: [3]],
            // Texts so long that an answer holds only two of them.
            identity: DeviceIdentity(
                vendor: "Vendor",
                product: String(repeating: "p", count: 120),
                revision: String(repeating: "r", count: 200)
            )
        )
        guard let space else { return nil }
        return try? UnitSnapshot(
            space: space,
            words: .init(repeating: 7, count: wordCount),
            stages: [
                Stage(begins: served, answer: .served),
                Stage(begins: refused, answer: .exception(.serverDeviceFailure)),
            ]
        )
    }()
}
