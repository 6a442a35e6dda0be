// SPDX-License-Identifier: Apache-2.0

import Bridge
import Registers
import Testing

@Suite("The states of a meter are remembered with their times and worst ages")
struct StateHistoryTests {
    private let start = ContinuousClock.now

    @Test("An episode that ends has its length and the oldest telegram that was seen in it")
    func episode() {
        var history = StateHistory(since: start, time: 1000)
        _ = history.enter(.fresh, at: start + .seconds(2), time: 1002)
        for age in [1, 5, 3] { history.note(age: .seconds(age)) }

        let ended = history.enter(.stale, at: start + .seconds(12), time: 1012)

        #expect(ended.state == .fresh)
        #expect(ended.startTime == 1002)
        #expect(ended.length(at: start + .seconds(99)) == .seconds(10))
        #expect(ended.worstAge == .seconds(5))
        #expect(history.episodes.map(\.state) == [.waiting, .fresh, .stale])
        #expect(history.episodes[0].worstAge == nil)
        #expect(history.episodes.last?.end == nil)
    }

    @Test("It is counted how often and for how long each state was, the present one included")
    func totals() {
        var history = StateHistory(since: start, time: 0)
        var now = start
        for state in [StatusValues.State.fresh, .stale, .recovering, .fresh, .stale] {
            now += .seconds(3)
            _ = history.enter(state, at: now, time: 0)
        }
        now += .seconds(1)

        #expect(history.total(of: .waiting, at: now) == (1, .seconds(3)))
        #expect(history.total(of: .fresh, at: now) == (2, .seconds(6)))
        #expect(history.total(of: .stale, at: now) == (2, .seconds(4)))
        #expect(history.total(of: .lost, at: now) == (0, .zero))
    }

    @Test("The last 256 are remembered, and all of them are counted")
    func bounded() {
        var history = StateHistory(since: start, time: 0)
        for second in 1...1000 {
            _ = history.enter(
                second.isMultiple(of: 2) ? .stale : .fresh,
                at: start + .seconds(second),
                time: Int64(second)
            )
        }

        #expect(history.episodes.count == 256)
        #expect(history.episodes.first?.startTime == 745)
        #expect(history.episodes.last?.startTime == 1000)
        #expect(history.total(of: .stale, at: start + .seconds(1000)).times == 500)
    }
}
