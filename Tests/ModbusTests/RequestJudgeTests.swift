// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

private func judge(_ request: [UInt8], _ unit: UnitSnapshot?, at now: ContinuousClock.Instant = start) -> Judgement {
    RequestJudge.judge(request.span, for: unit, at: now)
}

@Suite("Judging requests: function")
struct FunctionJudgementTests {
    private static let known: Set<UInt8> = [1, 2, 3, 4, 6, 16, 17, 43]

    @Test("A function that no unit can have gets exception 1, whether the unit exists or not")
    func unknownFunctions() throws {
        let unit = try UnitSnapshot.varied()
        for function in UInt8.min...UInt8.max where !Self.known.contains(function) {
            for length in [0, 1, 4, 10] {
                let request = [function] + [UInt8](repeating: 0, count: length)
                #expect(judge(request, unit) == .exception(.illegalFunction), "function \(function)")
                #expect(judge(request, nil) == .exception(.illegalFunction), "function \(function)")
            }
        }
    }

    @Test("A function that some unit can have gets exception 11 if the unit is unknown", arguments: known.sorted())
    func unknownUnit(function: UInt8) {
        let request: [UInt8] = function == 43 ? [43, 14, 1, 0] : [function]
        #expect(judge(request, nil) == .exception(.gatewayTargetFailedToRespond))
    }

    @Test(
        "Bits and writes get exception 1 from a unit without bit tables and accepted writes",
        arguments: [1, 2, 6, 16]
    )
    func unsupportedByUnit(function: UInt8) throws {
        #expect(judge(read(function, 0, 1), try .plain()) == .exception(.illegalFunction))
    }

    @Test("An encapsulated interface other than 14 gets exception 1")
    func otherInterface() throws {
        #expect(judge([43, 13, 0, 0], try .plain()) == .exception(.illegalFunction))
        #expect(judge([43, 13, 0, 0], nil) == .exception(.illegalFunction))
    }

    @Test("An empty request gets exception 1")
    func empty() throws {
        #expect(judge([], try .plain()) == .exception(.illegalFunction))
    }
}

@Suite("Judging requests: reads")
struct ReadJudgementTests {
    @Test(
        "A quantity of 0 or above the limit gets exception 3",
        arguments: [
            (1, 0), (1, 2001), (1, 0xFFFF), (2, 0), (2, 2001), (3, 0), (3, 126), (3, 0xFFFF), (4, 0), (4, 126),
        ] as [(UInt8, UInt16)]
    )
    func badQuantity(function: UInt8, quantity: UInt16) throws {
        let unit = try UnitSnapshot.varied()
        #expect(judge(read(function, 0, quantity), unit) == .exception(.illegalDataValue))
    }

    @Test("Quantity is judged before address")
    func quantityBeforeAddress() throws {
        #expect(judge(read(3, 40000, 126), try .varied()) == .exception(.illegalDataValue))
    }

    @Test("A read that is too short or too long gets exception 3", arguments: [1, 2, 3, 4] as [UInt8])
    func badLength(function: UInt8) throws {
        let unit = try UnitSnapshot.varied()
        let request = read(function, 0, 1)
        for length in 1..<5 { #expect(judge(Array(request.prefix(length)), unit) == .exception(.illegalDataValue)) }
        #expect(judge(request + [0], unit) == .exception(.illegalDataValue))
    }

    @Test(
        "A read outside the spans, or partly, gets exception 2",
        arguments: [
            (3, 22, 1), (3, 21, 2), (3, 0, 23), (3, 99, 3), (3, 65410, 2), (3, 65535, 2), (3, 65412, 125),
            (4, 10, 1), (4, 9, 2), (1, 20, 1), (1, 0, 21), (2, 2000, 1), (2, 1, 2000), (3, 100, 2),
        ] as [(UInt8, UInt16, UInt16)]
    )
    func badAddress(function: UInt8, address: UInt16, quantity: UInt16) throws {
        #expect(judge(read(function, address, quantity), try .varied()) == .exception(.illegalDataAddress))
    }

    @Test(
        "A read inside a span is answered from its place in the image",
        arguments: [
            (3, 0, 1, 0), (3, 0, 22, 0), (3, 9, 2, 9), (3, 10, 1, 10), (3, 4, 2, 4), (3, 65411, 125, 100),
            (3, 65535, 1, 224),
            (4, 0, 10, 0), (4, 5, 1, 5), (1, 0, 20, 300), (1, 19, 1, 319), (2, 0, 2000, 320), (2, 1999, 1, 2319),
            (3, 5, 1, 30), (3, 100, 1, 31),
        ] as [(UInt8, UInt16, UInt16, Int)]
    )
    func answered(function: UInt8, address: UInt16, quantity: UInt16, offset: Int) throws {
        let unit = try UnitSnapshot.varied()
        guard case .read(let answer) = judge(read(function, address, quantity), unit) else {
            Issue.record("not answered")
            return
        }
        #expect(answer.address == address)
        #expect(answer.count == Int(quantity))
        #expect(answer.offset == offset)
        #expect(answer.words == unit.words)
    }

    @Test(
        "Only a read that touches a volatile word needs a refresh",
        arguments: [
            (19, 1, false), (19, 2, true), (20, 1, true), (21, 1, true), (0, 20, false), (0, 22, true),
        ] as [(UInt16, UInt16, Bool)]
    )
    func needsRefresh(address: UInt16, quantity: UInt16, expected: Bool) throws {
        guard case .read(let answer) = judge(read(3, address, quantity), try .varied()) else {
            Issue.record("not answered")
            return
        }
        #expect(answer.needsRefresh == expected)
    }
}

@Suite("Judging requests: freshness")
struct FreshnessJudgementTests {
    /// Served for 10 s, then silent, lost after 20 s.
    private static let stages = [
        Stage(begins: start, answer: .served),
        Stage(begins: start + .seconds(10), answer: .silence(closesConnection: false)),
        Stage(begins: start + .seconds(20), answer: .silence(closesConnection: true)),
    ]

    @Test(
        "A live register gets what the stage of the moment says",
        arguments: [
            (-1, .silence(closesConnection: false)), (10_000, .silence(closesConnection: false)),
            (19_999, .silence(closesConnection: false)), (20_000, .silence(closesConnection: true)),
            (1_000_000, .silence(closesConnection: true)),
        ] as [(Int, Judgement)]
    )
    func stageDecides(milliseconds: Int, expected: Judgement) throws {
        let unit = try UnitSnapshot.plain(stages: Self.stages)
        #expect(judge(read(3, 0, 1), unit, at: start + .milliseconds(milliseconds)) == expected)
    }

    @Test("A live register is served until the very end of its stage", arguments: [0, 1, 9_999])
    func servedUntilStale(milliseconds: Int) throws {
        let unit = try UnitSnapshot.plain(stages: Self.stages)
        guard case .read = judge(read(3, 0, 1), unit, at: start + .milliseconds(milliseconds)) else {
            Issue.record("not answered")
            return
        }
    }

    @Test("An exception is chosen by the stage", arguments: ModbusException.allCases)
    func exception(_ exception: ModbusException) throws {
        #expect(judge(read(3, 0, 10), try .varied(.exception(exception))) == .exception(exception))
    }

    @Test("A read that touches one live register among constants gets the fail-safe")
    func oneLiveRegister() throws {
        let unit = try UnitSnapshot.varied(.exception(.serverDeviceFailure))
        #expect(judge(read(3, 9, 2), unit) == .exception(.serverDeviceFailure))
    }

    @Test(
        "Constants, volatile registers and lone registers stay readable when the meter is silent",
        arguments: [
            (10, 10), (20, 2), (10, 12), (5, 1), (100, 1),
        ] as [(UInt16, UInt16)]
    )
    func constantsStayReadable(address: UInt16, quantity: UInt16) throws {
        let unit = try UnitSnapshot.varied(.silence(closesConnection: true))
        guard case .read(let answer) = judge(read(3, address, quantity), unit) else {
            Issue.record("not answered")
            return
        }
        #expect(answer.words == unit.words)
    }

    @Test("A replaced image answers reads that touch live registers, and only those")
    func replaced() throws {
        let space = try AddressSpace.varied()
        let replacement = [UInt16](repeating: 0x7FC0, count: space.wordCount)
        let unit = try UnitSnapshot.varied(.replaced(replacement))
        guard case .read(let live) = judge(read(3, 0, 22), unit), case .read(let other) = judge(read(3, 10, 2), unit)
        else {
            Issue.record("not answered")
            return
        }
        #expect(live.words == replacement)
        #expect(live.needsRefresh)
        #expect(other.words == unit.words)
    }

    @Test("Address and quantity are judged before freshness")
    func freshnessComesLast() throws {
        let unit = try UnitSnapshot.varied(.silence(closesConnection: true))
        #expect(judge(read(3, 0, 0), unit) == .exception(.illegalDataValue))
        #expect(judge(read(3, 0, 30), unit) == .exception(.illegalDataAddress))
    }

    @Test("Identification and accepted writes are answered when the meter is silent")
    func othersAreAnswered() throws {
        let unit = try UnitSnapshot.varied(.silence(closesConnection: true))
        #expect(judge([17], unit) == .serverIdentification(testIdentity))
        #expect(judge([6, 0xA0, 0, 0, 7], unit) == .acknowledgedWrite)
    }
}

@Suite("Judging requests: writes and identification")
struct WriteJudgementTests {
    @Test(
        "A single write is acknowledged only with an accepted value at its address",
        arguments: [
            ([6, 0xA0, 0, 0, 7], .acknowledgedWrite), ([6, 0xA0, 1, 0, 0], .acknowledgedWrite),
            ([6, 0xA0, 0, 0, 8], .exception(.illegalDataValue)), ([6, 0xA0, 0, 7, 0], .exception(.illegalDataValue)),
            ([6, 0, 0, 0, 7], .exception(.illegalDataAddress)), ([6, 0xA0, 2, 0, 7], .exception(.illegalDataAddress)),
            ([6, 0xA0, 0, 0], .exception(.illegalDataValue)), ([6, 0xA0, 0, 0, 7, 0], .exception(.illegalDataValue)),
            ([6], .exception(.illegalDataValue)),
        ] as [([UInt8], Judgement)]
    )
    func singleWrite(request: [UInt8], expected: Judgement) throws {
        #expect(judge(request, try .varied()) == expected)
    }

    @Test(
        "A multiple write is acknowledged only if every register is accepted",
        arguments: [
            ([16, 0xA0, 0, 0, 1, 2, 0, 7], .acknowledgedWrite),
            ([16, 0xA0, 0, 0, 2, 4, 0, 7, 0, 1], .acknowledgedWrite),
            ([16, 0xA0, 0, 0, 2, 4, 0, 7, 0, 2], .exception(.illegalDataValue)),
            ([16, 0xA0, 0, 0, 2, 4, 0, 9, 0, 1], .exception(.illegalDataValue)),
            ([16, 0xA0, 1, 0, 2, 4, 0, 1, 0, 1], .exception(.illegalDataAddress)),
            ([16, 0x9F, 0xFF, 0, 2, 4, 0, 7, 0, 7], .exception(.illegalDataAddress)),
            ([16, 0xFF, 0xFF, 0, 2, 4, 0, 7, 0, 7], .exception(.illegalDataAddress)),
            ([16, 0xA0, 0, 0, 0, 0], .exception(.illegalDataValue)),
            ([16, 0xA0, 0, 0, 1, 3, 0, 7], .exception(.illegalDataValue)),
            ([16, 0xA0, 0, 0, 1, 2, 0], .exception(.illegalDataValue)),
            ([16, 0xA0, 0, 0, 1, 2, 0, 7, 0], .exception(.illegalDataValue)),
            ([16, 0xA0, 0, 0, 124, 248], .exception(.illegalDataValue)),
            ([16, 0xA0, 0, 1, 0, 0], .exception(.illegalDataValue)),
            ([16], .exception(.illegalDataValue)),
        ] as [([UInt8], Judgement)]
    )
    func multipleWrite(request: [UInt8], expected: Judgement) throws {
        #expect(judge(request, try .varied()) == expected)
    }

    @Test(
        "Identification requests are judged by their structure, code and object",
        arguments: [
            ([17], .serverIdentification(testIdentity)), ([17, 0], .exception(.illegalDataValue)),
            ([43, 14, 1, 0], .deviceIdentification(testIdentity, .stream(code: 1, firstObject: 0))),
            ([43, 14, 2, 2], .deviceIdentification(testIdentity, .stream(code: 2, firstObject: 2))),
            ([43, 14, 3, 200], .deviceIdentification(testIdentity, .stream(code: 3, firstObject: 200))),
            ([43, 14, 4, 2], .deviceIdentification(testIdentity, .individual(object: 2))),
            ([43, 14, 4, 3], .exception(.illegalDataAddress)), ([43, 14, 4, 255], .exception(.illegalDataAddress)),
            ([43, 14, 0, 0], .exception(.illegalDataValue)), ([43, 14, 5, 0], .exception(.illegalDataValue)),
            ([43, 14, 1], .exception(.illegalDataValue)), ([43, 14, 1, 0, 0], .exception(.illegalDataValue)),
            ([43, 14], .exception(.illegalDataValue)), ([43], .exception(.illegalDataValue)),
        ] as [([UInt8], Judgement)]
    )
    func identification(request: [UInt8], expected: Judgement) throws {
        #expect(judge(request, try .plain()) == expected)
    }

    @Test("Whatever bytes come, there is a judgement")
    func anyBytes() throws {
        var generator = SeededGenerator(state: 502)
        let units: [UnitSnapshot?] = [try .varied(), try .plain(), nil]
        for _ in 0..<20_000 {
            var request = (0..<Int.random(in: 0...253, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            if !request.isEmpty, Bool.random(using: &generator) {
                request[0] = [1, 2, 3, 4, 6, 16, 17, 43].randomElement(using: &generator) ?? 3
            }
            if Bool.random(using: &generator) { request = Array(request.prefix(5)) }
            for unit in units {
                if case .read(let answer) = judge(request, unit) {
                    #expect(answer.offset >= 0 && answer.offset + answer.count <= answer.words.count)
                }
            }
        }
    }
}
