// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// One look at the gateway for all who watch it live: however many pages are open, the view is made once.
///
/// A watcher who doesn't keep up misses events and gets the newest: none piles up, and none waits for another.
final class EventFeed: Sendable {
    /// A watcher costs a connection and a task: more of them than people look at pages is somebody's fault.
    static let maximumWatchers = 32

    /// Looking takes at most this part of the time, however many meters there are to look at.
    private static let largestShare = 20

    private struct State {
        var nextNumber = 0
        var hasEnded = false
        var watchers: [Int: AsyncStream<ByteBuffer>.Continuation] = [:]
    }

    private let state = Mutex(State())
    private let view: @Sendable () async -> GatewayView
    private let interval: Duration

    /// - Parameter interval: how often the gateway is looked at while somebody watches.
    init(interval: Duration, view: @escaping @Sendable () async -> GatewayView) {
        self.interval = interval
        self.view = view
    }

    /// The events from now on; ends when the task that reads it is cancelled, or the feed. `nil` when too many watch already.
    func watch() -> AsyncStream<ByteBuffer>? {
        let (events, continuation) = AsyncStream<ByteBuffer>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard !state.hasEnded, state.watchers.count < EventFeed.maximumWatchers else { return nil }
            state.nextNumber += 1
            state.watchers[state.nextNumber] = continuation
            return state.nextNumber
        }
        guard let number else { return nil }
        continuation.onTermination = { [self] _ in
            _ = state.withLock { $0.watchers.removeValue(forKey: number) }
        }
        return events
    }

    /// How many watch now.
    var watcherCount: Int { state.withLock { $0.watchers.count } }

    /// Looks and tells until the task is cancelled; then nobody watches any more.
    func run() async {
        defer { end() }
        while !Task.isCancelled {
            var pause = interval
            if watcherCount > 0 {
                let start = ContinuousClock.now
                let event = await event()
                for watcher in state.withLock({ Array($0.watchers.values) }) { watcher.yield(event) }
                pause = max(interval, (ContinuousClock.now - start) * EventFeed.largestShare)
            }
            try? await Task.sleep(for: pause)
        }
    }

    private func end() {
        let watchers = state.withLock { state in
            state.hasEnded = true
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.finish() }
    }

    /// The gateway as it is now, as an event (WHATWG HTML, "server-sent events"). JSON has no line end in it.
    func event() async -> ByteBuffer {
        let json = await view().json
        var buffer = ByteBufferAllocator().buffer(capacity: json.count + 32)
        buffer.writeString("event: status\ndata: ")
        buffer.writeBytes(json)
        buffer.writeString("\n\n")
        return buffer
    }
}
