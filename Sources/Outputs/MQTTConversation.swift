// SPDX-License-Identifier: Apache-2.0

import CMosquitto
import Glibc
import Threads

/// What the thread of a link does: connects, tells the broker what there is to tell, and begins again when that fails.
struct MQTTConversation {
    /// The state of a meter of which the broker hears no more.
    static let offline = "offline"
    /// A broker answers within a round trip; who needs longer is none.
    private static let answerTime = Duration.seconds(10)
    /// A second is ample on a connection that works, and all that a stop may take.
    private static let farewellTime = Duration.seconds(1)

    private let link: MQTTLink
    private var backOff = BackOff()
    private var reported: MQTTFault?

    init(_ link: MQTTLink) { self.link = link }

    private var settings: MQTTLink.Settings { link.settings }
    private var broker: String { settings.address.broker }

    /// Runs until the link is stopped.
    consuming func run() {
        while !link.isStopping {
            do throws(MQTTFault) {
                try attempt()
            } catch {
                report(error)
                wait(backOff.next(chance: Double.random(in: 0..<1)))
            }
        }
    }

    private mutating func report(_ fault: MQTTFault) {
        guard fault != reported, !link.isStopping else { return }
        reported = fault
        settings.observer(.disconnected(meter: settings.meter, fault))
    }

    /// Waits that long, or until the link is stopped; what arrives meanwhile rings too.
    private func wait(_ time: Duration) {
        let deadline = ContinuousClock.now + time
        while !link.isStopping, ContinuousClock.now < deadline {
            poll(nil, atMost: deadline - .now)
        }
    }

    /// One connection from its beginning to its end; returns only when the link is stopped.
    private mutating func attempt() throws(MQTTFault) {
        let client: MosquittoClient
        do throws(MosquittoClient.Failure) {
            client = try MosquittoClient()
        } catch {
            throw .outOfResources(reason: error.text)
        }
        client.setWill(topic: link.topics.state, Self.offline)
        try connect(client)
        do throws(MosquittoClient.Failure) {
            try awaitAnswer(client)
            if link.isStopping { return try sayGoodbye(client) }
        } catch {
            throw .lost(broker: broker, reason: error.text)
        }
        guard let answer = client.answerCode else { throw .noAnswer(broker: broker) }
        if let refusal = refusal(answer) { throw refusal }
        backOff.reset()
        reported = nil
        settings.observer(.connected(meter: settings.meter, settings.address))
        link.connectionBegan()
        do throws(MosquittoClient.Failure) {
            try tell(client)
            try sayGoodbye(client)
        } catch {
            throw .lost(broker: broker, reason: error.text)
        }
    }

    private func connect(_ client: borrowing MosquittoClient) throws(MQTTFault) {
        var password: String?
        do throws(PasswordFileFault) {
            // The protocol has no password without a user (MQTT 3.1.1, 3.1.2.9).
            if settings.address.user != nil { password = try settings.password() }
        } catch {
            throw .password(error)
        }
        link.reached(.connecting)
        defer { link.reached(.other) }
        let address = settings.address
        do throws(MosquittoClient.Failure) {
            try client.connect(host: address.host, port: address.port, user: address.user, password: password)
        } catch {
            if error.code == MOSQ_ERR_EAI { throw .hostUnknown(host: address.host) }
            throw .unreachable(broker: broker, reason: error.text)
        }
    }

    /// MQTT 3.1.1 table 3.1: 4 is a bad user or password, 5 not authorised, which is also said when both are missing.
    private func refusal(_ answer: Int32) -> MQTTFault? {
        switch answer {
        case 0: nil
        case 4, 5: .badCredentials(broker: broker)
        default: .refused(broker: broker, reason: MosquittoClient.meaning(ofAnswer: answer))
        }
    }

    private func awaitAnswer(_ client: borrowing MosquittoClient) throws(MosquittoClient.Failure) {
        let deadline = ContinuousClock.now + Self.answerTime
        while client.answerCode == nil, !link.isStopping, ContinuousClock.now < deadline {
            do throws(MosquittoClient.Failure) {
                try exchange(client, atMost: deadline - .now)
            } catch {
                // A refusal ends the connection too; the answer says more than the end does.
                if client.answerCode == nil { throw error }
            }
        }
    }

    /// Publishes what comes until the link is stopped. Nothing is handed to the library before the last thing is on its way, so
    /// that what a slow broker can't take waits in the mailbox, which has bounds.
    private func tell(_ client: borrowing MosquittoClient) throws(MosquittoClient.Failure) {
        while !link.isStopping {
            while !client.wantsToWrite, let message = link.nextMessage() {
                switch message {
                case .state(let state):
                    try client.publish(link.topics.state, Array(state.utf8), isRetained: true)
                case .telegram(let json):
                    try client.publish(link.topics.telegram, json, isRetained: false)
                    settings.counter.countPublished()
                }
            }
            try exchange(client, atMost: .seconds(1))
        }
    }

    private func sayGoodbye(_ client: borrowing MosquittoClient) throws(MosquittoClient.Failure) {
        if client.answerCode == 0 {
            try client.publish(link.topics.state, Array(Self.offline.utf8), isRetained: true)
        }
        try client.disconnect()
        let deadline = ContinuousClock.now + Self.farewellTime
        while client.wantsToWrite, client.socket >= 0, ContinuousClock.now < deadline {
            try exchange(client, atMost: deadline - .now)
        }
    }

    /// Waits for the socket or the doorbell, and lets the library do what is due.
    private func exchange(_ client: borrowing MosquittoClient, atMost time: Duration) throws(MosquittoClient.Failure) {
        let wanted = Int16(POLLIN) | (client.wantsToWrite ? Int16(POLLOUT) : 0)
        let ready = poll((client.socket, wanted), atMost: min(time, .seconds(1)))
        if ready & Int16(POLLOUT) != 0 { try client.write() }
        if ready & ~Int16(POLLOUT) != 0 { try client.read() }
        try client.keepAlive()
    }

    /// Waits for one socket, if any, and the doorbell; returns what the socket is ready for.
    @discardableResult
    private func poll(_ socket: (descriptor: Int32, events: Int16)?, atMost time: Duration) -> Int16 {
        var waiting = [
            // A negative descriptor is ignored by the system.
            pollfd(fd: socket?.descriptor ?? -1, events: socket?.events ?? 0, revents: 0),
            pollfd(fd: link.doorbell.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let (seconds, attoseconds) = time.components
        let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
        guard unsafe Glibc.poll(&waiting, nfds_t(waiting.count), max(0, milliseconds)) > 0 else { return 0 }
        if waiting[1].revents != 0 { link.doorbell.silence() }
        return waiting[0].revents
    }
}
