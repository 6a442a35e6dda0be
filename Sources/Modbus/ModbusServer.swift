// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A Modbus server that answers from snapshots, by TCP and on serial lines.
///
/// Make it, which binds its listeners; publish a snapshot for each unit; then ``run()`` it. All functions may be called
/// from anywhere at any time.
package final class ModbusServer: Sendable {
    /// Where it listens, in the order in which it was told to, with the ports that the system chose.
    package let listeners: [Listener]

    private let limits: ConnectionLimits
    private let stopSignal: StopSignal
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let observer: @Sendable (ServerEvent) -> Void
    /// Where the snapshots of each listener go: one mailbox for each thread.
    private let routes: [(mailbox: SnapshotMailbox, index: Int)]
    /// For all that comes by TCP.
    private let mailbox: SnapshotMailbox
    private let reportDesk: ReportDesk
    /// What the times of the accounts are counted from.
    private let beginning: ContinuousClock.Instant
    private let published: Mutex<ServerStatistics>
    /// The bound listeners, until ``run()`` takes them over.
    private let sockets: Mutex<[BoundListener]?>
    private let lines: [LineThread]

    /// Binds all listeners and opens all serial ports; clients may connect from now on, and wait until the server runs.
    ///
    /// - Parameters:
    ///   - clock: the time by which stages and deadlines are judged.
    ///   - observer: is told what happens to connections and lines, on their threads: it must not block.
    /// - Throws: ``ServerError`` for the first listener that the system refuses; then none is bound.
    package init(
        listeningOn listeners: [Listener],
        limits: ConnectionLimits = ConnectionLimits(),
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        observer: @escaping @Sendable (ServerEvent) -> Void = { _ in }
    ) throws(ServerError) {
        let beginning = clock()
        let connected = listeners.count { $0.address != nil }
        let mailbox = try SnapshotMailbox(listenerCount: connected)
        let stopSignal = try StopSignal()
        var sockets: [BoundListener] = []
        var lines: [LineThread] = []
        var bound: [Listener] = []
        var routes: [(mailbox: SnapshotMailbox, index: Int)] = []
        func bind(_ address: ListenAddress, _ format: FrameFormat) throws(ServerError) -> ListenAddress {
            let socket = try ListeningSocket.open(address)
            routes.append((mailbox, sockets.count))
            sockets.append(BoundListener(socket: socket, format: format))
            return ListenAddress(host: address.host, port: socket.boundPort)
        }
        for listener in listeners {
            switch listener {
            case .tcp(let address): bound.append(.tcp(try bind(address, .mbap)))
            case .rtuOverTCP(let address): bound.append(.rtuOverTCP(try bind(address, .rtu)))
            case .serial(let line):
                let mailbox = try SnapshotMailbox(listenerCount: 1)
                let desk = ReportDesk(ring: mailbox.wake)
                routes.append((mailbox, 0))
                let loop = try LineLoop(
                    line,
                    mailbox: mailbox,
                    reportDesk: desk,
                    beginning: beginning,
                    stopSignal: stopSignal,
                    clock: clock,
                    observer: observer
                )
                lines.append(LineThread(loop, reportDesk: desk, listener: bound.count))
                bound.append(listener)
            }
        }
        self.listeners = bound
        self.limits = limits
        self.stopSignal = stopSignal
        self.clock = clock
        self.observer = observer
        self.routes = routes
        self.mailbox = mailbox
        reportDesk = ReportDesk(ring: mailbox.wake)
        self.beginning = beginning
        published = Mutex(ServerStatistics())
        self.sockets = Mutex(sockets)
        self.lines = lines
    }

    /// Answers for `unit` on the listener of this index from `snapshot` from now on. Indexes that don't exist are
    /// ignored.
    package func publish(_ snapshot: UnitSnapshot, unit: UInt8, on listener: Int) {
        put(snapshot, unit: unit, on: listener)
    }

    /// Forgets `unit`: requests for it get exception 11, and nothing where frames are RTU.
    package func withdraw(unit: UInt8, from listener: Int) {
        put(nil, unit: unit, on: listener)
    }

    private func put(_ snapshot: UnitSnapshot?, unit: UInt8, on listener: Int) {
        guard routes.indices.contains(listener) else { return }
        routes[listener].mailbox.put(snapshot, unit: unit, listener: routes[listener].index)
    }

    /// What the server has done up to the last turn of each of its threads.
    package var statistics: ServerStatistics {
        var statistics = published.withLock { $0 }
        for line in lines { statistics.add(line.statistics) }
        return statistics
    }

    /// What the server has done, for whom, and what it was asked last. Each thread makes it up in its next turn, so that it costs
    /// them nothing while nobody asks.
    package func report() async -> ServerReport {
        var report = ServerReport(since: beginning)
        if let accounts = await reportDesk.accounts() {
            report.add(accounts, listeners: listeners.indices.filter { listeners[$0].address != nil })
        }
        for line in lines {
            if let accounts = await line.reportDesk.accounts() { report.add(accounts, listeners: [line.listener]) }
        }
        return report
    }

    /// Serves until ``stop()`` or until the task is cancelled, on threads of its own: one for all connections, and one for each
    /// serial line.
    ///
    /// When it returns, all connections, listeners and ports are closed.
    ///
    /// - Throws: ``ServerError`` if it cannot start, or was started before.
    package func run() async throws(ServerError) {
        let result: Result<Void, ServerError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let threads = ThreadsEnd(of: 1 + lines.count, stop: stop) { continuation.resume(returning: $0) }
                threads.run(serveConnections)
                for line in lines { threads.run(line.run) }
            }
        } onCancel: {
            stop()
        }
        try result.get()
    }

    /// Ends ``run()``, or keeps it from starting to serve.
    package func stop() { stopSignal.send() }

    /// Nobody else holds the listeners any more, so that they are closed when this returns.
    private func serveConnections() -> Result<Void, ServerError> {
        guard let sockets = sockets.withLock({ $0.take() }) else { return .failure(.alreadyRun) }
        do throws(ServerError) {
            var loop = try ServerLoop(
                listeners: sockets,
                limits: limits,
                mailbox: mailbox,
                reportDesk: reportDesk,
                beginning: beginning,
                stopSignal: stopSignal,
                clock: clock,
                observer: observer
            )
            loop.run { statistics in published.withLock { $0 = statistics } }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}
