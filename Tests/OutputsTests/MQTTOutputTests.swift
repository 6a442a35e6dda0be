// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import Outputs

/// Against a real broker and a client that isn't ours (Debian packages `mosquitto` and `mosquitto-clients`).
@Suite("MQTT", .serialized, .timeLimit(.minutes(1)))
struct MQTTOutputTests {
    /// An output at work, and what it tells of its connections.
    private struct Running {
        let output: MQTTOutput
        let updates: AsyncStream<MeterUpdate>.Continuation
        let task: Task<Void, Never>
        private let events: AsyncStream<MQTTEvent>

        init(
            _ address: MQTTAddress,
            password: @escaping @Sendable () throws(PasswordFileFault) -> String? = { nil }
        ) {
            let (events, told) = AsyncStream<MQTTEvent>.makeStream()
            let (stream, updates) = AsyncStream<MeterUpdate>.makeStream()
            let output = MQTTOutput(address, password: password, observer: { told.yield($0) })
            self.output = output
            self.updates = updates
            self.events = events
            task = Task { await output.run(stream) }
        }

        func nextEvent() async -> MQTTEvent? { await events.first { _ in true } }

        func end() async {
            updates.finish()
            await task.value
        }
    }

    @Test("A telegram is told to who listens, and the state also to who comes later")
    func retained() async throws {
        let broker = try await Broker.start()
        defer { broker.stop() }
        let early = try await Subscriber(to: broker)
        defer { early.stop() }
        let running = Running(broker.address())

        let update = try Updates.fresh(watts: 1588)
        running.updates.yield(update)

        #expect(try await early.next() == .init(isRetained: false, topic: "home/meters/house/state", payload: "fresh"))
        let telegram = try await early.next()
        #expect(telegram.topic == "home/meters/house")
        #expect(Array(telegram.payload.utf8) == update.json)

        let late = try await Subscriber(to: broker)
        defer { late.stop() }
        #expect(try await late.next() == .init(isRetained: true, topic: "home/meters/house/state", payload: "fresh"))
        running.updates.yield(Updates.state("stale"))
        #expect(try await late.next() == .init(isRetained: false, topic: "home/meters/house/state", payload: "stale"))

        #expect(running.output.statistics.published == 1)
        await running.end()
        #expect(try await late.next() == .init(isRetained: false, topic: "home/meters/house/state", payload: "offline"))
        let after = try await Subscriber(to: broker)
        defer { after.stop() }
        #expect(try await after.next() == .init(isRetained: true, topic: "home/meters/house/state", payload: "offline"))
    }

    @Test("Who vanishes without a good-bye is declared offline by the broker")
    func will() async throws {
        let broker = try await Broker.start()
        defer { broker.stop() }
        let subscriber = try await Subscriber(to: broker)
        defer { subscriber.stop() }

        func comeAndVanish() throws {
            let client = try MosquittoClient()
            client.setWill(topic: "home/meters/house/state", MQTTConversation.offline)
            try client.connect(host: "127.0.0.1", port: broker.port, user: nil, password: nil)
            while client.answerCode == nil { try client.read() }
            #expect(client.answerCode == 0)
        }
        try comeAndVanish()

        #expect(
            try await subscriber.next()
                == .init(isRetained: false, topic: "home/meters/house/state", payload: "offline")
        )
        let late = try await Subscriber(to: broker)
        defer { late.stop() }
        #expect(try await late.next().isRetained)
    }

    @Test("Each meter has its own topics and its own good-bye")
    func meters() async throws {
        let broker = try await Broker.start()
        defer { broker.stop() }
        let running = Running(broker.address())

        for meter in ["house", "barn"] { running.updates.yield(Updates.state("fresh", meter: meter)) }
        _ = await running.nextEvent()
        _ = await running.nextEvent()
        await running.end()

        let late = try await Subscriber(to: broker)
        defer { late.stop() }
        let states = [try await late.next(), try await late.next()]
        #expect(Set(states.map(\.topic)) == ["home/meters/house/state", "home/meters/barn/state"])
        #expect(states.allSatisfy { $0.isRetained && $0.payload == "offline" })
    }

    @Test("A broker that comes back is told the state and what waited for it")
    func restart() async throws {
        let first = try await Broker.start()
        let mayConnect = Mutex(true)
        let running = Running(first.address(user: "me")) { () throws(PasswordFileFault) in
            guard mayConnect.withLock({ $0 }) else { throw .noPassword(path: "") }
            return "any"
        }
        running.updates.yield(Updates.state("fresh"))
        #expect(await running.nextEvent() == .connected(meter: "house", first.address(user: "me")))

        mayConnect.withLock { $0 = false }
        first.stop()
        guard case .disconnected("house", _)? = await running.nextEvent() else {
            Issue.record("the loss of the broker was not told")
            return
        }
        running.updates.yield(try Updates.fresh(watts: 1))
        running.updates.yield(try Updates.fresh(watts: 2))
        running.updates.yield(Updates.state("stale"))

        let second = try await Broker.start(port: first.port)
        defer { second.stop() }
        let subscriber = try await Subscriber(to: second)
        defer { subscriber.stop() }
        mayConnect.withLock { $0 = true }
        let messages = [try await subscriber.next(), try await subscriber.next(), try await subscriber.next()]

        #expect(messages[0].payload == "stale")
        #expect(messages[1].payload.contains(#""power.import":1,"#))
        #expect(messages[2].payload.contains(#""power.import":2,"#))
        await running.end()
    }

    @Test("Without a broker, updates are taken at once, the oldest dropped and counted, and the end comes at once")
    func noBroker() async throws {
        let address = MQTTAddress(host: "127.0.0.1", port: try Broker.freePort())
        let running = Running(address)
        for watts in 0..<1000 { running.updates.yield(try Updates.fresh(watts: watts)) }

        guard case .disconnected("house", let fault)? = await running.nextEvent() else {
            Issue.record("the fault was not told")
            return
        }
        #expect(
            fault.description == "The broker \(address.broker) can't be reached: Connection refused. "
                + "Check that it runs and listens there."
        )
        let elapsed = await ContinuousClock().measure { await running.end() }

        // It doesn't wait for the back-off, which is half a minute in the end.
        #expect(elapsed < .seconds(10))
        #expect(running.output.statistics == statistics(published: 0, dropped: UInt64(1000 - MQTTMailbox.capacity)))
    }

    @Test("A broker that stops reading delays nobody, and what it can't take is dropped")
    func frozen() async throws {
        let broker = try await Broker.start()
        defer { broker.stop() }
        let running = Running(broker.address())
        running.updates.yield(Updates.state("fresh"))
        _ = await running.nextEvent()

        broker.freeze()
        defer { broker.thaw() }
        // More than the sockets of both ends hold, in few large pieces.
        var update = try Updates.fresh(watts: 1)
        update.reading = try Updates.reading(watts: 1, model: String(repeating: "M", count: 2000))
        let size = try #require(update.json).count
        let number = 40_000_000 / size
        for _ in 0..<number { running.updates.yield(update) }
        await running.end()

        let statistics = running.output.statistics
        #expect(statistics.dropped > 0)
        // What is neither published nor dropped was still waiting.
        #expect(UInt64(number) - statistics.published - statistics.dropped <= UInt64(MQTTMailbox.capacity))
    }

    @Test("A wrong password is named, the right one is taken from where it is kept")
    func password() async throws {
        let user = (name: "meterbridge", password: "a secret")
        let broker = try await Broker.start(user: user)
        defer { broker.stop() }
        let address = broker.address(user: user.name)

        let wrong = Running(address) { "guess" }
        wrong.updates.yield(Updates.state("fresh"))
        #expect(
            await wrong.nextEvent()
                == .disconnected(meter: "house", .badCredentials(broker: "127.0.0.1:\(broker.port)"))
        )
        await wrong.end()

        let right = Running(address) { "a secret" }
        right.updates.yield(Updates.state("fresh"))
        #expect(await right.nextEvent() == .connected(meter: "house", address))
        await right.end()
    }

    @Test("A password that can't be read is told, and no connection is tried without it")
    func unreadablePassword() async throws {
        let file = PasswordFile(path: "/nowhere")
        let address = MQTTAddress(user: "me", host: "127.0.0.1", port: try Broker.freePort())
        let running = Running(address) { () throws(PasswordFileFault) in try file.password() }
        running.updates.yield(Updates.state("fresh"))

        let fault = PasswordFileFault.unreadable(path: "/nowhere", reason: "No such file or directory")
        #expect(await running.nextEvent() == .disconnected(meter: "house", .password(fault)))
        await running.end()
    }

    @Test("A cancelled output says good-bye too")
    func cancelled() async throws {
        let broker = try await Broker.start()
        defer { broker.stop() }
        let running = Running(broker.address())
        running.updates.yield(Updates.state("fresh"))
        _ = await running.nextEvent()

        running.task.cancel()
        await running.task.value

        let late = try await Subscriber(to: broker)
        defer { late.stop() }
        #expect(try await late.next().payload == "offline")
    }

    private func statistics(published: UInt64, dropped: UInt64) -> MQTTStatistics {
        var statistics = MQTTStatistics()
        statistics.published = published
        statistics.dropped = dropped
        return statistics
    }
}
