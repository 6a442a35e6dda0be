// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Outputs

@Suite("What waits for the broker")
struct MQTTMailboxTests {
    private let start = ContinuousClock.now

    private func isTelegram(_ message: MQTTMailbox.Message?, watts: Int) -> Bool {
        guard case .telegram(let json)? = message else { return false }
        return String(decoding: json, as: UTF8.self).contains(#""power.import":\#(watts),"#)
    }

    @Test("The state comes before telegrams, and is told once until it changes")
    func order() throws {
        var mailbox = MQTTMailbox()
        _ = mailbox.put(try Updates.fresh(watts: 1, at: start))
        _ = mailbox.put(try Updates.fresh(watts: 2, at: start))

        #expect(mailbox.next(at: start).message == .state("fresh"))
        #expect(isTelegram(mailbox.next(at: start).message, watts: 1))
        _ = mailbox.put(Updates.state("stale"))
        #expect(mailbox.next(at: start).message == .state("stale"))
        #expect(isTelegram(mailbox.next(at: start).message, watts: 2))
        #expect(mailbox.next(at: start).message == nil)
    }

    @Test("Only the last of several states is told")
    func lastState() {
        var mailbox = MQTTMailbox()
        for state in ["fresh", "stale", "lost"] { _ = mailbox.put(Updates.state(state)) }

        #expect(mailbox.next(at: start).message == .state("lost"))
        #expect(mailbox.next(at: start).message == nil)
    }

    @Test("A new connection is told the state again")
    func reconnected() {
        var mailbox = MQTTMailbox()
        _ = mailbox.put(Updates.state("fresh"))
        _ = mailbox.next(at: start)

        mailbox.connectionBegan()

        #expect(mailbox.next(at: start).message == .state("fresh"))
    }

    @Test("When there are too many telegrams, the oldest go and are counted")
    func overflow() throws {
        var mailbox = MQTTMailbox()
        var dropped = 0
        for watts in 0..<MQTTMailbox.capacity + 3 {
            dropped += mailbox.put(try Updates.fresh(watts: watts, at: start))
        }
        _ = mailbox.next(at: start)

        #expect(dropped == 3)
        #expect(isTelegram(mailbox.next(at: start).message, watts: 3))
    }

    @Test("A telegram older than a minute isn't told any more, and is counted")
    func outdated() throws {
        var mailbox = MQTTMailbox()
        _ = mailbox.put(try Updates.fresh(watts: 1, at: start))
        _ = mailbox.put(try Updates.fresh(watts: 2, at: start + .seconds(1)))
        _ = mailbox.next(at: start)

        let (message, outdated) = mailbox.next(at: start + .seconds(61))

        #expect(outdated == 1)
        #expect(isTelegram(message, watts: 2))
    }

    @Test("Attempts come at growing distances, and soon again after a success")
    func backOff() {
        var backOff = BackOff()
        #expect((0..<7).map { _ in backOff.next(chance: 0) } == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        #expect(backOff.next(chance: 0.5) == .seconds(30) * 0.875)
        backOff.reset()
        #expect(backOff.next(chance: 0) == .seconds(1))
    }
}
