// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One serial line of a server: hands its loop from whoever opened the port to the thread that serves it, and ends it.
final class LineThread: Sendable {
    private enum End {
        case ahead([CheckedContinuation<Void, Never>])
        case reached
    }

    let mailbox: ServerMailbox
    let reportDesk: ReportDesk
    private let stopSignal: StopSignal
    private let loop: Mutex<LineLoop?>
    private let published = Mutex(ServerStatistics())
    private let end = Mutex(End.ahead([]))

    /// Opens the port.
    ///
    /// - Parameters:
    ///   - id: its listener.
    ///   - beginning: what the times of the accounts are counted from.
    /// - Throws: ``ServerError`` if it can't be.
    init(
        _ line: SerialLine,
        id: ListenerID,
        beginning: ContinuousClock.Instant,
        clock: @escaping @Sendable () -> ContinuousClock.Instant,
        observer: @escaping @Sendable (ServerEvent) -> Void
    ) throws(ServerError) {
        let mailbox = try ServerMailbox()
        let stopSignal = try StopSignal()
        let reportDesk = ReportDesk(ring: mailbox.wake)
        loop = Mutex(
            try LineLoop(
                line,
                id: id,
                mailbox: mailbox,
                reportDesk: reportDesk,
                beginning: beginning,
                stopSignal: stopSignal,
                clock: clock,
                observer: observer
            )
        )
        self.mailbox = mailbox
        self.reportDesk = reportDesk
        self.stopSignal = stopSignal
    }

    /// What the line has done up to its last turn.
    var statistics: ServerStatistics { published.withLock { $0 } }

    /// Serves on this thread until ``stop()``, then closes the port.
    func run() {
        guard serve() else { return }
        finish()
    }

    /// Ends ``run()``, or keeps it from serving.
    func stop() { stopSignal.send() }

    /// Stops it, and waits until the port is closed.
    func close() async {
        stop()
        if loop.withLock({ $0.take() }) != nil { return finish() }
        await withCheckedContinuation { waiter in
            let isReached = end.withLock { end in
                guard case .ahead(let waiters) = end else { return true }
                end = .ahead(waiters + [waiter])
                return false
            }
            if isReached { waiter.resume() }
        }
    }

    /// The loop ends with this function, and with the loop the port is closed. False if there was none any more.
    private func serve() -> Bool {
        guard var loop = loop.withLock({ $0.take() }) else { return false }
        loop.run { statistics in published.withLock { $0 = statistics } }
        return true
    }

    private func finish() {
        published.withLock { $0.waitingAnswers = 0 }
        let waiters: [CheckedContinuation<Void, Never>] = end.withLock { end in
            guard case .ahead(let waiters) = end else { return [] }
            end = .reached
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
