// SPDX-License-Identifier: Apache-2.0

import Glibc
import Notation
import Synchronization
import Threads

/// Keeps one meter's state in its file, on a thread of its own, so that a slow disk holds up no telegram.
///
/// Of states that wait only the newest is written. After a fault it is tried again from time to time.
package final class StateStore: Sendable {
    /// How far it has come, for whoever may tell only what is on disk.
    package struct Progress: Sendable, Equatable {
        /// The number of the newest state on disk; 0 before the first.
        package var written: UInt64 = 0
        /// The disk can't be written for now.
        package var isFailing = false
    }

    private struct Box {
        var waiting: (number: UInt64, states: [MeterState])?
        var last: UInt64 = 0
        var progress = Progress()
        var isClosing = false
        var isOver = false
        var onEnd: CheckedContinuation<Void, Never>?
    }

    /// After a fault it is tried again after this time.
    package static let retryInterval = Duration.seconds(60)

    private let file: StateFile
    private let doorbell: Doorbell
    private let retryInterval: Duration
    private let observer: @Sendable (StateEvent) -> Void
    private let box = Mutex(Box())

    /// Reads what the file says and starts the thread. A damaged file is set aside.
    ///
    /// - Parameter observer: is told what happens, on any thread.
    /// - Returns: the store, and what the file said, the meter that spoke last at the end.
    /// - Throws: why nothing can be kept.
    package static func open(
        _ file: StateFile,
        retryInterval: Duration = StateStore.retryInterval,
        observer: @escaping @Sendable (StateEvent) -> Void
    ) throws(StateFault) -> (store: StateStore, states: [MeterState]) {
        var states: [MeterState] = []
        if let text = try file.text() {
            do throws(FaultyText) {
                states = try StateText.states(in: text)
            } catch {
                observer(.damaged(error, movedTo: try file.setAside()))
            }
        }
        do throws(SystemError) {
            let store = StateStore(file, try Doorbell(), retryInterval, observer)
            try DedicatedThread.start { store.work() }
            observer(.kept(path: file.path))
            return (store, states)
        } catch {
            throw .failed(path: file.path, operation: "starting a thread", reason: error.text)
        }
    }

    private init(
        _ file: StateFile,
        _ doorbell: Doorbell,
        _ retryInterval: Duration,
        _ observer: @escaping @Sendable (StateEvent) -> Void
    ) {
        self.file = file
        self.doorbell = doorbell
        self.retryInterval = retryInterval
        self.observer = observer
    }

    package var progress: Progress { box.withLock { $0.progress } }

    /// Takes states to be written, without waiting for anything.
    ///
    /// - Returns: their number: they are on disk once `progress.written` is no less.
    @discardableResult
    package func save(_ states: [MeterState]) -> UInt64 {
        defer { doorbell.ring() }
        return box.withLock { box in
            box.last += 1
            box.waiting = (box.last, states)
            return box.last
        }
    }

    /// Writes what waits and returns when that is done, or can't be done.
    package func close() async {
        await withCheckedContinuation { continuation in
            let isOver = box.withLock { box in
                box.isClosing = true
                if !box.isOver { box.onEnd = continuation }
                return box.isOver
            }
            doorbell.ring()
            if isOver { continuation.resume() }
        }
    }

    private func work() {
        while true {
            doorbell.silence()
            let isClosing = box.withLock { $0.isClosing }
            writeWaiting()
            if isClosing { break }
            waitForWork()
        }
        let waiting = box.withLock { box in
            box.isOver = true
            defer { box.onEnd = nil }
            return box.onEnd
        }
        waiting?.resume()
    }

    private func writeWaiting() {
        guard let (number, states) = box.withLock({ $0.waiting }) else { return }
        do throws(StateFault) {
            try file.replace(with: StateText.text(of: states))
            let wasFailing = box.withLock { box in
                if box.waiting?.number == number { box.waiting = nil }
                defer { box.progress = Progress(written: number) }
                return box.progress.isFailing
            }
            if wasFailing { observer(.written(path: file.path)) }
        } catch {
            let isNew = box.withLock { box in
                defer { box.progress.isFailing = true }
                return !box.progress.isFailing
            }
            if isNew { observer(.unwritable(error)) }
        }
    }

    /// Until there is something new to write, or after a fault until it is time to try again. What comes in the meantime waits,
    /// unless it is the end.
    private func waitForWork() {
        let isFailing = box.withLock { $0.progress.isFailing }
        let deadline = ContinuousClock.now + retryInterval
        while true {
            let timeout = isFailing ? max(0, Int32(clamping: (deadline - .now).wholeMilliseconds)) : -1
            var request = pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&request, 1, timeout)
            guard isFailing else { return }
            doorbell.silence()
            if ContinuousClock.now >= deadline || box.withLock({ $0.isClosing }) { return }
        }
    }
}

extension Duration {
    /// Rounded up, so that who waits as long doesn't come early.
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds * 1000 + (components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
