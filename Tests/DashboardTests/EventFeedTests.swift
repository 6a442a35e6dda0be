// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import Testing

@testable import Dashboard

@Suite("The live feed")
struct EventFeedTests {
    @Test("All who watch get the same look, and nobody looks for each of them")
    func shared() async throws {
        let looks = Mutex(0)
        let feed = EventFeed(interval: .milliseconds(1)) {
            looks.withLock { $0 += 1 }
            return Views.gateway(.fresh)
        }
        let first = try #require(feed.watch())
        let second = try #require(feed.watch())
        let running = Task { await feed.run() }
        defer { running.cancel() }

        async let firstEvent = first.first { _ in true }
        async let secondEvent = second.first { _ in true }
        let events = await [firstEvent, secondEvent].compactMap { $0 }

        #expect(events.count == 2)
        #expect(events.allSatisfy { String(buffer: $0).hasPrefix("event: status\ndata: {") })
        #expect(events.allSatisfy { String(buffer: $0).hasSuffix("}\n\n") })
    }

    @Test("A watcher who doesn't keep up gets the newest, and no queue grows")
    func slow() async throws {
        let looks = Mutex(0)
        let feed = EventFeed(interval: .milliseconds(1)) {
            var view = Views.gateway(.fresh)
            view.server.requests = looks.withLock { looks in
                looks += 1
                return UInt64(looks)
            }
            return view
        }
        let slow = try #require(feed.watch())
        let fast = try #require(feed.watch())
        let running = Task { await feed.run() }

        var last = ""
        for await event in fast {
            last = String(buffer: event)
            if looks.withLock({ $0 }) >= 20 { break }
        }
        running.cancel()
        await running.value
        var slowEvents = slow.makeAsyncIterator()
        let kept = try #require(await slowEvents.next())

        let number = try #require(String(buffer: kept).firstMatch(of: /"requests":(\d+)/)).1
        #expect(try #require(Int(number)) >= 20)
        #expect(!last.isEmpty)
    }

    @Test("One watcher too many is refused, until another goes")
    func limit() throws {
        let feed = EventFeed(interval: .seconds(1)) { Views.gateway(.fresh) }
        var watching = (0..<EventFeed.maximumWatchers).compactMap { _ in feed.watch() }

        #expect(watching.count == EventFeed.maximumWatchers)
        #expect(feed.watch() == nil)

        watching.removeLast()

        #expect(feed.watcherCount == EventFeed.maximumWatchers - 1)
        #expect(feed.watch() != nil)
    }
}
