// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A Modbus server that answers from snapshots, by TCP and on serial lines.
///
/// Make it; let it ``listen(on:allowing:)``; publish a snapshot for each unit; then ``run()`` it. All functions may be called from
/// anywhere at any time: listeners come and go while it runs, and those that stay don't notice.
package final class ModbusServer: Sendable {
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let observer: @Sendable (ServerEvent) -> Void
    /// What the times of the accounts are counted from.
    private let beginning: ContinuousClock.Instant

    private let threads = ServerThreads()
    private let directory = Mutex(ListenerDirectory())
    private let currentLimits: Mutex<ConnectionLimits>

    // Of the thread of all connections; a serial line has its own.
    private let mailbox: ServerMailbox
    private let stopSignal: StopSignal
    private let reportDesk: ReportDesk
    private let published = Mutex(ServerStatistics())

    /// A server that doesn't listen yet.
    ///
    /// - Parameters:
    ///   - clock: the time by which stages and deadlines are judged.
    ///   - observer: is told what happens to connections and lines, on their threads: it must not block.
    /// - Throws: ``ServerError/systemCall(_:errno:)`` if the system has no descriptors for it.
    package init(
        limits: ConnectionLimits = ConnectionLimits(),
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        observer: @escaping @Sendable (ServerEvent) -> Void = { _ in }
    ) throws(ServerError) {
        let mailbox = try ServerMailbox()
        stopSignal = try StopSignal()
        reportDesk = ReportDesk(ring: mailbox.wake)
        beginning = clock()
        currentLimits = Mutex(limits)
        self.mailbox = mailbox
        self.clock = clock
        self.observer = observer
    }

    /// A server that listens on all of these.
    ///
    /// - Throws: ``ServerError`` for the first listener that the system refuses; then none is bound.
    package convenience init(
        listeningOn listeners: [Listener],
        limits: ConnectionLimits = ConnectionLimits(),
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        observer: @escaping @Sendable (ServerEvent) -> Void = { _ in }
    ) throws(ServerError) {
        try self.init(limits: limits, clock: clock, observer: observer)
        for listener in listeners { try listen(on: listener) }
    }

    /// Where it listens, in the order in which it was told to.
    package var listeners: [OpenListener] { directory.withLock { $0.open } }

    /// Binds a listener or opens a serial port, which may take as long as a driver or the resolver of names likes. Clients may
    /// connect from then on, and wait until the server runs.
    ///
    /// - Parameter ranges: where clients may connect from by this listener; nil: as ``ConnectionLimits/allowed`` says.
    /// - Throws: ``ServerError`` if the system refuses it, or the server was stopped.
    @discardableResult
    package func listen(
        on listener: Listener,
        allowing ranges: [AddressRange]? = nil
    ) throws(ServerError) -> ListenerID {
        let id = directory.withLock { $0.reserve() }
        do throws(ServerError) {
            switch listener {
            case .tcp(let address):
                let socket = try ListeningSocket.open(address)
                let bound = Listener.tcp(ListenAddress(host: address.host, port: socket.boundPort))
                try open(BoundListener(id: id, socket: socket, format: .mbap, allowed: ranges), as: bound)
            case .rtuOverTCP(let address):
                let socket = try ListeningSocket.open(address)
                let bound = Listener.rtuOverTCP(ListenAddress(host: address.host, port: socket.boundPort))
                try open(BoundListener(id: id, socket: socket, format: .rtu, allowed: ranges), as: bound)
            case .serial(let line):
                let thread = try LineThread(line, id: id, beginning: beginning, clock: clock, observer: observer)
                try open(thread, of: line, as: id)
            }
        } catch {
            directory.withLock { $0.release(id) }
            throw error
        }
        return id
    }

    private func open(_ bound: BoundListener, as listener: Listener) throws(ServerError) {
        // The thread is told under the lock: a stop that comes later finds the listener, and closes it.
        try directory.withLock { directory throws(ServerError) in
            if directory.isStopped { throw .alreadyRun }
            directory.insert(listener, as: bound.id, servedBy: .connections(.init(socket: bound.socket)))
            mailbox.put(.open(bound))
        }
    }

    private func open(_ thread: LineThread, of line: SerialLine, as id: ListenerID) throws(ServerError) {
        try directory.withLock { directory throws(ServerError) in
            if directory.isStopped { throw .alreadyRun }
            try threads.add { [weak thread] () throws(ServerError) in thread?.run() }
            directory.insert(.serial(line), as: id, servedBy: .line(thread))
        }
    }

    /// Closes a listener and the connections that came by it, or a serial port; those of other listeners go on. When it returns,
    /// the port may be used anew. Listeners that are closed already are ignored.
    package func close(_ id: ListenerID) async {
        let service: ListenerDirectory.Service? = directory.withLock { directory in
            let service = directory[id]?.service
            if case .connections = service {
                directory.remove(id)
                mailbox.put(.close(id))
            }
            return service
        }
        switch service {
        // The thread closes it in its next turn; but from now on nobody is let in, and the port is free.
        case .connections(let reference): reference.socket?.shutDown()
        case .line(let line):
            await line.close()
            directory.withLock { $0.remove(id) }
        case nil: break
        }
    }

    /// Lets only these addresses in by a listener; nil: those that ``ConnectionLimits/allowed`` says. Who isn't among them loses
    /// its connection.
    package func allow(_ ranges: [AddressRange]?, on id: ListenerID) {
        directory.withLock { directory in
            if case .connections = directory[id]?.service { mailbox.put(.allow(ranges, on: id)) }
        }
    }

    /// The limits of connections. New ones hold from the next turn on: who may not connect any more loses its connection; fewer
    /// connections are let in, but those that are open stay.
    package var limits: ConnectionLimits {
        get { currentLimits.withLock { $0 } }
        set {
            currentLimits.withLock { limits in
                limits = newValue
                mailbox.put(.limit(newValue))
            }
        }
    }

    /// Answers for `unit` on this listener from `snapshot` from now on. Listeners that are closed are ignored.
    package func publish(_ snapshot: UnitSnapshot, unit: UInt8, on listener: ListenerID) {
        put(snapshot, unit: unit, on: listener)
    }

    /// Forgets `unit`: requests for it get exception 11, and nothing where frames are RTU.
    package func withdraw(unit: UInt8, from listener: ListenerID) {
        put(nil, unit: unit, on: listener)
    }

    private func put(_ snapshot: UnitSnapshot?, unit: UInt8, on id: ListenerID) {
        // Under the lock, so that the slot is still its own.
        let replaced: UnitSnapshot?? = directory.withLock { directory in
            switch directory[id]?.service {
            case .connections: mailbox.put(snapshot, unit: unit, slot: id.slot)
            case .line(let line): line.mailbox.put(snapshot, unit: unit, slot: LineLoop.slot)
            case nil: nil
            }
        }
        // An image is freed here, outside of the locks.
        _ = replaced
    }

    /// What the server has done up to the last turn of each of its threads.
    package var statistics: ServerStatistics {
        var statistics = published.withLock { $0 }
        statistics.add(directory.withLock { $0.lineStatistics })
        return statistics
    }

    /// What the server has done on the listeners that are open, for whom, and what it was asked last. Each thread makes it up in
    /// its next turn, so that it costs them nothing while nobody asks.
    package func report() async -> ServerReport {
        let (open, lines) = directory.withLock { ($0.open, $0.lines) }
        var report = ServerReport(since: beginning, of: open)
        for desk in [reportDesk] + lines.map(\.reportDesk) {
            if let accounts = await desk.accounts() { report.add(accounts) }
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
        let outcome: ServerThreads.Outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let hasBegun = threads.begin(serveConnections, stop: stop) { continuation.resume(returning: $0) }
                if !hasBegun { continuation.resume(returning: .failure(.alreadyRun)) }
            }
        } onCancel: {
            stop()
        }
        try outcome.get()
    }

    /// Ends ``run()``, or keeps it from starting to serve. After it the server listens on nothing new.
    package func stop() {
        let lines = directory.withLock { directory in
            directory.isStopped = true
            return directory.lines
        }
        stopSignal.send()
        for line in lines { line.stop() }
    }

    /// The listeners belong to the loop, and are closed with it when this returns.
    private func serveConnections() throws(ServerError) {
        var loop = try ServerLoop(
            limits: limits,
            mailbox: mailbox,
            reportDesk: reportDesk,
            beginning: beginning,
            stopSignal: stopSignal,
            clock: clock,
            observer: observer
        )
        loop.run { statistics in published.withLock { $0 = statistics } }
    }
}
