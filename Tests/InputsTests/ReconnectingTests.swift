// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Inputs

@Suite("Waiting, beats and what is news of a link")
struct ReconnectingTests {
    private let refused = InputFault.unreachable(endpoint: "h:1", reason: "refused")
    private let closed = InputFault.closedByPeer(endpoint: "h:1")

    @Test("The wait doubles up to the longest, and begins again after a reset")
    func doubling() {
        var backOff = BackOff(first: .milliseconds(500), longest: .seconds(3))
        #expect((0..<5).map { _ in backOff.next(chance: 0) } == [0.5, 1, 2, 3, 3].map { .seconds($0) })
        backOff.reset()
        #expect(backOff.next(chance: 0) == .milliseconds(500))
    }

    @Test("Chance shortens the wait by up to a quarter")
    func jitter() {
        var backOff = BackOff(first: .seconds(4), longest: .seconds(4))
        #expect(backOff.next(chance: 0.5) == .milliseconds(3500))
        #expect(backOff.next(chance: 0.999) > .seconds(3))
    }

    @Test("Each fault of an outage is told once, and again in the next")
    func outages() {
        var report = LinkReport(provenBy: .firstByte)
        #expect(report.failed(refused) == .disconnected(refused))
        #expect(report.failed(refused) == nil)
        #expect(report.opened("h").event == .connected("h"))
        #expect(report.received().proven)
        #expect(!report.received().proven)
        #expect(report.failed(refused) == .disconnected(refused))
    }

    @Test("A gateway that accepts only to close is told once, until it sends")
    func hollowConnections() {
        var report = LinkReport(provenBy: .firstByte)
        #expect(report.opened("h").event == .connected("h"))
        #expect(report.failed(closed) == .disconnected(closed))
        #expect(report.opened("h").event == nil)
        #expect(report.failed(closed) == nil)
        #expect(report.opened("h").event == nil)
        #expect(report.received().event == .connected("h"))
        #expect(report.failed(closed) == .disconnected(closed))
    }

    @Test("Who was told of a connection is told of its end")
    func endIsTold() {
        var report = LinkReport(provenBy: .firstByte)
        #expect(report.failed(closed) == .disconnected(closed))
        #expect(report.opened("h").event == .connected("h"))
        #expect(report.failed(closed) == .disconnected(closed))
    }

    @Test("A serial port that opens is back, though the meter be silent")
    func opening() {
        var report = LinkReport(provenBy: .opening)
        #expect(report.opened("p").proven)
        #expect(report.failed(.unplugged(path: "p")) == .disconnected(.unplugged(path: "p")))
        #expect(report.failed(.serialPortMissing(path: "p")) == .disconnected(.serialPortMissing(path: "p")))
        #expect(report.failed(.serialPortMissing(path: "p")) == nil)
        #expect(report.opened("p").event == .connected("p"))
        #expect(report.failed(.unplugged(path: "p")) == .disconnected(.unplugged(path: "p")))
    }

    @Test("Beats keep to the start, however late each is taken, and missed ones are left out")
    func pace() {
        let start = ContinuousClock.now
        var pace = Pace(start: start, period: .seconds(1))
        func next(after seconds: Double) -> [Int64] {
            let next = pace.next(now: start + .seconds(seconds))
            return [next.beat, (next.time - start).components.seconds]
        }
        #expect(next(after: 0) == [0, 0])
        #expect(next(after: 0.1) == [1, 1])
        #expect(next(after: 1.9) == [2, 2])
        #expect(next(after: 2.01) == [3, 3])
        #expect(next(after: 7.5) == [7, 7])
        #expect(next(after: 7.6) == [8, 8])
    }
}
