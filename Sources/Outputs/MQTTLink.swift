// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Threads

/// One meter's own connection to the broker, on a thread of its own.
///
/// A connection has one will, and a will names one topic: only with a connection for each meter does every meter's state turn
/// to `offline` when this program or its machine dies.
final class MQTTLink: Sendable {
    struct Settings: Sendable {
        let meter: String
        let address: MQTTAddress
        let password: @Sendable () throws(PasswordFileFault) -> String?
        let counter: MQTTCounter
        let observer: @Sendable (MQTTEvent) -> Void
    }

    enum Phase {
        /// Busy with what can't be interrupted: resolving a name, making a connection.
        case connecting
        case other
        case over
    }

    private struct State {
        var mailbox = MQTTMailbox()
        var phase = Phase.other
        var isStopping = false
        var onEnd: CheckedContinuation<Void, Never>?
    }

    let settings: Settings
    let topics: MQTTTopics
    let doorbell: Doorbell
    private let state = Mutex(State())

    /// Starts at once.
    init(_ settings: Settings) throws(MQTTFault) {
        self.settings = settings
        topics = MQTTTopics(prefix: settings.address.prefix, meter: settings.meter)
        do throws(SystemError) {
            doorbell = try Doorbell()
            try DedicatedThread.start { [self] in
                MQTTConversation(self).run()
                reached(.over)
            }
        } catch {
            throw .outOfResources(reason: error.text)
        }
    }

    /// Takes an update without waiting for anything.
    func take(_ update: MeterUpdate) {
        let dropped = state.withLock { $0.mailbox.put(update) }
        settings.counter.countDropped(dropped)
        doorbell.ring()
    }

    /// Says good-bye to the broker and returns when that is done: within a second or so. Who is still looking for the broker has
    /// nobody to say it to, and is left to end by itself.
    func stop() async {
        await withCheckedContinuation { continuation in
            let resumesNow = state.withLock { state in
                state.isStopping = true
                guard state.phase == .other else { return true }
                state.onEnd = continuation
                return false
            }
            doorbell.ring()
            if resumesNow { continuation.resume() }
        }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Called by the thread.
    func reached(_ phase: Phase) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.phase = phase
            guard phase != .other else { return nil }
            defer { state.onEnd = nil }
            return state.onEnd
        }
        waiting?.resume()
    }

    func connectionBegan() { state.withLock { $0.mailbox.connectionBegan() } }

    func nextMessage() -> MQTTMailbox.Message? {
        let (message, outdated) = state.withLock { $0.mailbox.next(at: .now) }
        settings.counter.countDropped(outdated)
        return message
    }
}
