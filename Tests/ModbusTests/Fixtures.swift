// SPDX-License-Identifier: Apache-2.0

import Modbus
import Synchronization

let testIdentity = DeviceIdentity(vendor: "Carlo Gavazzi", product: "EM24DINAV23XE1X", revision: "1.8.3")

/// The instant at which the tests begin.
let start = ContinuousClock.now

extension AddressSpace {
    /// 200 live holding registers from address 0, with the same words as input registers from 1000 on.
    static func plain(_ count: Int = 200) throws -> AddressSpace {
        try AddressSpace(
            spans: [
                .holdingRegisters: [AddressSpan(start: 0, count: count, offset: 0)],
                .inputRegisters: [AddressSpan(start: 1000, count: count, offset: 0)],
            ],
            liveness: .init(repeating: .live, count: count),
            identity: testIdentity
        )
    }

    /// One of everything. The word at each offset is 1000 + offset:
    ///
    ///     holding     0 …   9   offset   0   live
    ///     holding    10 …  19   offset  10   constant
    ///     holding    20 …  21   offset  20   volatile
    ///     holding 65411 … 65535 offset 100   live
    ///     holding  5, 100 alone  offset  30, 31, constant
    ///     input       0 …   9   offset   0   live
    ///     coils       0 …  19   offset 300   live, odd ones set
    ///     discrete    0 … 1999  offset 320   constant
    static func varied() throws -> AddressSpace {
        var liveness = [WordLiveness](repeating: .constant, count: 2320)
        for index in 0..<10 { liveness[index] = .live }
        for index in 20...21 { liveness[index] = .volatile }
        for index in 100..<225 { liveness[index] = .live }
        for index in 300..<320 { liveness[index] = .live }
        return try AddressSpace(
            spans: [
                .holdingRegisters: [
                    AddressSpan(start: 65411, count: 125, offset: 100),
                    AddressSpan(start: 10, count: 12, offset: 10),
                    AddressSpan(start: 0, count: 10, offset: 0),
                ],
                .inputRegisters: [AddressSpan(start: 0, count: 10, offset: 0)],
                .coils: [AddressSpan(start: 0, count: 20, offset: 300)],
                .discreteInputs: [AddressSpan(start: 0, count: 2000, offset: 320)],
            ],
            loneRegisters: [
                .holdingRegisters: [
                    LoneRegister(address: 100, offset: 31), LoneRegister(address: 5, offset: 30),
                ]
            ],
            liveness: liveness,
            acceptedWrites: [0xA000: [7], 0xA001: [0, 1]],
            identity: testIdentity
        )
    }

    /// Words that say where they stand; bits alternate.
    var telltaleWords: [UInt16] { (0..<wordCount).map { $0 < 300 ? UInt16(1000 + $0) : UInt16($0 % 2) } }
}

extension UnitSnapshot {
    /// A snapshot of the varied space that gives this answer from `start` on.
    static func varied(_ answer: LiveAnswer = .served) throws -> UnitSnapshot {
        let space = try AddressSpace.varied()
        return try UnitSnapshot(
            space: space,
            words: space.telltaleWords,
            stages: [Stage(begins: start, answer: answer)]
        )
    }

    /// A snapshot of the plain space, all words of which are `word`.
    static func plain(
        _ word: UInt16 = 7,
        stages: [Stage] = [Stage(begins: start, answer: .served)],
        pacing: Pacing = .immediate
    ) throws -> UnitSnapshot {
        let space = try AddressSpace.plain()
        return try UnitSnapshot(
            space: space,
            words: .init(repeating: word, count: space.wordCount),
            stages: stages,
            pacing: pacing
        )
    }
}

/// Bytes of a big-endian word.
func bytes(_ word: UInt16) -> [UInt8] { [UInt8(word >> 8), UInt8(word & 0xFF)] }

/// The protocol data unit of a read.
func read(_ function: UInt8, _ address: UInt16, _ count: UInt16) -> [UInt8] {
    [function] + bytes(address) + bytes(count)
}

/// A whole Modbus TCP frame.
func frame(_ request: [UInt8], unit: UInt8 = 1, transaction: UInt16 = 0x1234) -> [UInt8] {
    bytes(transaction) + [0, 0] + bytes(UInt16(request.count + 1)) + [unit] + request
}

/// A clock that stands until it is told to go on.
final class TestClock: Sendable {
    private let instant = Mutex(start)

    var now: ContinuousClock.Instant { instant.withLock { $0 } }

    func advance(by duration: Duration) { instant.withLock { $0 += duration } }
}

/// Milliseconds that are handed out one after the other.
final class Waits: Sendable {
    private let rest: Mutex<[Int]>

    init(_ milliseconds: [Int]) { rest = Mutex(milliseconds) }

    func next() -> Duration { rest.withLock { $0.isEmpty ? .zero : .milliseconds($0.removeFirst()) } }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
