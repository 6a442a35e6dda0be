// SPDX-License-Identifier: Apache-2.0

import Modbus
import Notation
import Registers
import Settings
import Telegrams
import Testing

@testable import Bridge

@Suite("What a snapshot has in store follows from the fail-safe")
struct FailSafeAnswersTests {
    private static let start = ContinuousClock.now
    /// Stale after 10 s, lost after 20 s.
    private static let limits = Validity.Limits(
        arrival: start,
        stale: start + .seconds(10),
        lost: start + .seconds(20)
    )

    /// What is told, by the seconds since the telegram.
    private func told(_ notation: String, _ young: StatusValues.State, lost: String? = nil) throws -> [Int: LiveAnswer]
    {
        var own = OwnFailSafe(stale: try FailSafePolicy(notation: notation))
        own.lost = try lost.map { try FailSafePolicy(notation: $0) }
        let answers = FailSafeAnswers(FailSafe(own, default: .silence)) { policy in
            switch policy {
            case .unavailable: [0x8000]
            case .zero: [0]
            case .substitute: [25]
            default: nil
            }
        }
        let validity = Validity(young: young, limits: Self.limits, period: nil)
        let stages = answers.stages(validity, from: Self.start)
        let snapshot = try UnitSnapshot(space: try space(), words: [668], stages: stages)
        return Dictionary(
            uniqueKeysWithValues: [0, 10, 11, 13, 15, 20, 21, 24, 60].map { second in
                (second, snapshot.liveAnswer(at: Self.start + .seconds(second)))
            }
        )
    }

    private func space() throws -> AddressSpace {
        let map = try RegisterMapParser.parse(
            SourceText(name: "test.map", text: "table holding\n0 u16 power in W"),
            name: "test"
        ) { _ in nil }
        return try ImageRenderer(map).layout.addressSpace(map.identity, knowsIdentity: true)
    }

    @Test(
        "A fresh meter is told up to its limit, and then the policy",
        arguments: [
            ("silence", .silence(closesConnection: false), .silence(closesConnection: true)),
            ("exception 11", .exception(.gatewayTargetFailedToRespond), .exception(.gatewayTargetFailedToRespond)),
            ("unavailable", .replaced([0x8000]), .replaced([0x8000])),
            ("zero", .replaced([0]), .replaced([0])),
            ("substitute power=25", .replaced([25]), .replaced([25])),
        ] as [(String, LiveAnswer, LiveAnswer)]
    )
    func fresh(notation: String, stale: LiveAnswer, lost: LiveAnswer) throws {
        let told = try told(notation, .fresh)

        for second in [0, 10] { #expect(told[second] == .served) }
        for second in [11, 13, 15, 20] { #expect(told[second] == stale) }
        for second in [21, 24, 60] { #expect(told[second] == lost) }
    }

    @Test("Held values are told for their time since they became stale, and then the next policy")
    func hold() throws {
        let told = try told("hold 4s then exception 4", .fresh)

        for second in [0, 10, 11, 13] { #expect(told[second] == .served) }
        for second in [15, 20, 21, 60] { #expect(told[second] == .exception(.serverDeviceFailure)) }
    }

    @Test("A hold that is longer than the time until lost goes on, and closes the connection when it is over")
    func longHold() throws {
        let told = try told("hold 13s then silence", .fresh)

        for second in [0, 10, 15, 20, 21] { #expect(told[second] == .served) }
        for second in [24, 60] { #expect(told[second] == .silence(closesConnection: true)) }
    }

    @Test("The second stage begins when the values become stale", arguments: ["hold 13s then zero", "silence", "zero"])
    func secondStage(notation: String) throws {
        let own = OwnFailSafe(stale: try FailSafePolicy(notation: notation))
        let answers = FailSafeAnswers(FailSafe(own, default: .silence)) { _ in [0] }
        for young in [StatusValues.State.fresh, .recovering] {
            let stages = answers.stages(Validity(young: young, limits: Self.limits, period: nil), from: Self.start)
            #expect(stages[1].begins == Self.start + .seconds(10) + .nanoseconds(1))
        }
    }

    @Test("A policy of its own for lost ends a hold that reaches into it")
    func ownLost() throws {
        let told = try told("hold 13s then silence", .fresh, lost: "exception 4")

        #expect(told[20] == .served)
        #expect(told[21] == .exception(.serverDeviceFailure))
    }

    @Test("What was no longer told while stale is not told again while lost")
    func heldWhileLost() throws {
        let told = try told("exception 4", .fresh, lost: "hold 30s then exception 11")

        #expect(told[11] == .exception(.serverDeviceFailure))
        #expect(told[21] == .exception(.gatewayTargetFailedToRespond))
    }

    @Test("While recovering, and if that ends stale, hold is over", arguments: ["hold 13s then zero", "zero"])
    func recovering(notation: String) throws {
        let told = try told(notation, .recovering)

        #expect(told.values.allSatisfy { $0 == .replaced([0]) })
    }

    @Test(
        "Before the first telegram nobody gets a number that the meter didn't say",
        arguments: [
            ("silence", .silence(closesConnection: false)), ("zero", .silence(closesConnection: false)),
            ("hold 10s then exception 4", .silence(closesConnection: false)),
            ("substitute power=1", .silence(closesConnection: false)),
            ("exception 4", .exception(.serverDeviceFailure)), ("unavailable", .replaced([0x8000])),
        ] as [(String, LiveAnswer)]
    )
    func waiting(notation: String, answer: LiveAnswer) throws {
        let own = OwnFailSafe(stale: try FailSafePolicy(notation: notation))
        let answers = FailSafeAnswers(FailSafe(own, default: .silence)) { _ in [0x8000] }

        #expect(answers.whileWaiting == answer)
        #expect(answers.stages(.waiting, from: Self.start) == [Stage(begins: Self.start, answer: answer)])
    }

    @Test("An image is made once, however many states it is told in")
    func once() throws {
        var made = 0
        _ = FailSafeAnswers(FailSafe(OwnFailSafe(stale: .unavailable), default: .silence)) { _ in
            made += 1
            return [0x8000]
        }
        #expect(made == 1)
    }
}
