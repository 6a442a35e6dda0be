// SPDX-License-Identifier: Apache-2.0

import Bridge
import Registers
import Testing

@Suite("Freshness is judged by nothing but the arrival of telegrams")
struct FreshnessTests {
    private let start = ContinuousClock.now

    @Test("A meter that has said nothing is waiting, however long")
    func waiting() {
        let freshness = Freshness()

        #expect(freshness.state(at: start) == .waiting)
        #expect(freshness.state(at: start + .seconds(1_000_000)) == .waiting)
        #expect(freshness.lastArrival == nil)
    }

    @Test("The first telegram makes it fresh, time makes it stale and lost")
    func firstTelegram() {
        var freshness = Freshness(staleAfter: .seconds(2))
        freshness.telegramArrived(at: start)

        #expect(freshness.state(at: start) == .fresh)
        #expect(freshness.state(at: start + .seconds(2)) == .fresh)
        #expect(freshness.state(at: start + .seconds(2) + .nanoseconds(1)) == .stale)
        #expect(freshness.state(at: start + .seconds(4)) == .stale)
        #expect(freshness.state(at: start + .seconds(4) + .nanoseconds(1)) == .lost)
    }

    @Test("From stale or lost, the second telegram in a row makes it fresh", arguments: [3, 100])
    func recovery(gap: Int) {
        var freshness = Freshness(staleAfter: .seconds(2))
        freshness.telegramArrived(at: start)

        let first = start + .seconds(gap)
        freshness.telegramArrived(at: first)
        #expect(freshness.state(at: first) == .recovering)
        #expect(freshness.state(at: first + .seconds(2)) == .recovering)

        let second = first + .seconds(2)
        freshness.telegramArrived(at: second)
        #expect(freshness.state(at: second) == .fresh)
    }

    @Test(
        "What a gateway has kept and hands on in one burst doesn't count as two in a row, and doesn't change the period"
    )
    func burst() {
        // Given a meter of a period of one second
        var freshness = Freshness()
        for second in 0...10 { freshness.telegramArrived(at: start + .seconds(second)) }

        // When after a minute ten telegrams come at once
        let end = start + .seconds(70)
        for number in 0..<10 {
            freshness.telegramArrived(at: end + .milliseconds(number))
            #expect(freshness.state(at: end + .milliseconds(number)) == .recovering)
        }
        #expect(freshness.period == .seconds(1))
        #expect(freshness.validity.limits?.arrival == end + .milliseconds(9))

        // Then the next one of the meter itself makes it fresh
        freshness.telegramArrived(at: end + .milliseconds(499))
        #expect(freshness.state(at: end + .milliseconds(499)) == .recovering)
        freshness.telegramArrived(at: end + .milliseconds(500))
        #expect(freshness.state(at: end + .milliseconds(500)) == .fresh)
        #expect(freshness.period == .seconds(1))
    }

    @Test(
        "Without a known period the second telegram comes 100 ms after the first at the earliest, or a sixth of the limit",
        arguments: [(5000, 100), (300, 50), (100, 16)]
    )
    func shortestRecovery(staleAfter: Int, earliest: Int) {
        var freshness = Freshness(staleAfter: .milliseconds(staleAfter))
        freshness.telegramArrived(at: start)
        let first = start + .milliseconds(staleAfter + 1)
        freshness.telegramArrived(at: first)

        let early = first + .milliseconds(earliest)
        freshness.telegramArrived(at: early)
        #expect(freshness.state(at: early) == (staleAfter == 100 ? .recovering : .fresh))
        freshness.telegramArrived(at: early + .milliseconds(1))
        #expect(freshness.state(at: early + .milliseconds(1)) == .fresh)
    }

    @Test("A meter that speaks faster after an outage than before recovers all the same")
    func faster() {
        var freshness = Freshness(staleAfter: .seconds(40))
        for count in 0...5 { freshness.telegramArrived(at: start + .seconds(count * 10)) }
        let end = start + .seconds(200)
        for second in 0...5 { freshness.telegramArrived(at: end + .seconds(second)) }

        #expect(freshness.state(at: end + .seconds(5)) == .fresh)
    }

    @Test("A second telegram that comes too late counts as the first")
    func lateSecond() {
        var freshness = Freshness(staleAfter: .seconds(2))
        freshness.telegramArrived(at: start)
        freshness.telegramArrived(at: start + .seconds(10))

        #expect(freshness.state(at: start + .seconds(13)) == .stale)
        freshness.telegramArrived(at: start + .seconds(13))
        #expect(freshness.state(at: start + .seconds(13)) == .recovering)
        #expect(freshness.state(at: start + .seconds(18)) == .lost)
    }

    @Test(
        "The period is the median of the last five intervals, once there are two",
        arguments: [
            ([], nil), ([1000], nil), ([1000, 3000], 2000), ([1000, 9000, 1000], 1000),
            ([1000, 1000, 1000, 90_000, 1000], 1000), ([90_000, 90_000] + [Int](repeating: 1000, count: 12), 1000),
        ] as [([Int], Int?)]
    )
    func period(intervals: [Int], expected: Int?) {
        var freshness = Freshness()
        var now = start
        freshness.telegramArrived(at: now)
        for interval in intervals {
            now += .milliseconds(interval)
            freshness.telegramArrived(at: now)
        }

        #expect(freshness.period == expected.map { .milliseconds($0) })
    }

    @Test(
        "Values are told for three periods, at least 5 s and at most 60 s; for 30 s until the period is known",
        arguments: [([], 30), ([1, 1], 5), ([10, 10], 30), ([50, 50], 60)] as [([Int], Int)]
    )
    func staleAfter(intervals: [Int], seconds: Int) {
        var freshness = Freshness()
        var now = start
        freshness.telegramArrived(at: now)
        for interval in intervals {
            now += .seconds(interval)
            freshness.telegramArrived(at: now)
        }

        #expect(freshness.staleAfter == .seconds(seconds))
    }
}
