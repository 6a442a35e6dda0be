// SPDX-License-Identifier: Apache-2.0

/// The server's thread for everything that comes by TCP: waits, reads, answers, one thing after the other.
///
/// No client can hold it up: sockets don't block, each readiness is worth one `recv` of at most
/// ``MBAPFrameBuffer/capacity`` bytes, and nothing is sent that libmodbus would sleep over.
struct ServerLoop: ~Copyable {
    /// By slot.
    var listeners: [BoundListener?] = []
    var limits: ConnectionLimits
    let clock: @Sendable () -> ContinuousClock.Instant
    let observer: @Sendable (ServerEvent) -> Void
    /// The limit that holds for this process.
    var connectionLimit: Int

    var epoll: Epoll
    var responder: Responder
    var rtuResponder: Responder
    var connections = ConnectionTable()
    private var departing = DepartingSockets()
    /// By slot.
    var units: [UnitTable] = []
    var accounts = ServerAccounts()
    /// Whose answers wait.
    var held = HeldConnections()
    /// Listeners are not watched while the system has no descriptor left.
    var isAccepting = true
    /// When the requests were there that are answered now, since the beginning.
    var arrival = Duration.zero

    private let reportDesk: ReportDesk
    let mailbox: ServerMailbox
    var seenVersion: UInt64 = 0

    // The compiler doesn't know how large an instant is, and has to ask where the fields behind one are: they come last.
    /// What the times of the accounts are counted from.
    let beginning: ContinuousClock.Instant
    /// When this turn began.
    var turnBegan: ContinuousClock.Instant
    /// The last time that was read from the clock: in this turn, and since the last answer.
    var lastLook: ContinuousClock.Instant
    var nextTick: ContinuousClock.Instant

    /// - Parameter beginning: what the times of the accounts are counted from.
    /// - Throws: ``ServerError/systemCall(_:errno:)``.
    init(
        limits: ConnectionLimits,
        mailbox: ServerMailbox,
        reportDesk: ReportDesk,
        beginning: ContinuousClock.Instant,
        stopSignal: StopSignal,
        clock: @escaping @Sendable () -> ContinuousClock.Instant,
        observer: @escaping @Sendable (ServerEvent) -> Void
    ) throws(ServerError) {
        let epoll = try Epoll()
        try epoll.watch(stopSignal.descriptor, token: .stop)
        try epoll.watch(mailbox.descriptor, token: .news)
        let responder = try Responder(.mbap)
        let rtuResponder = try Responder(.rtu)
        self.responder = responder
        self.rtuResponder = rtuResponder
        self.epoll = epoll
        self.limits = limits
        self.mailbox = mailbox
        self.reportDesk = reportDesk
        self.clock = clock
        self.observer = observer
        connectionLimit = limits.connectionsHere
        self.beginning = beginning
        turnBegan = clock()
        lastLook = turnBegan
        nextTick = turnBegan + limits.tick
    }

    /// Serves until the stop signal comes, then closes all connections.
    ///
    /// - Parameter publish: takes the statistics after each turn.
    mutating func run(publish: (ServerStatistics) -> Void) {
        BrokenPipeSignal.block()
        reportDesk.open()
        var isRunning = true
        while isRunning {
            let count = epoll.wait(timeout: timeToNextStep())
            takeNews()
            // Behind the delivery: a snapshot must not begin after the time by which it is judged.
            look()
            for index in 0..<count {
                switch epoll.token(at: index) {
                case .stop: isRunning = false
                case .news: mailbox.silence()
                case .listener(let slot): accept(on: slot)
                case .connection(let descriptor):
                    guard let connection = connections[descriptor] else {
                        departing.discardBytes(on: descriptor)
                        continue
                    }
                    if connection.isMuted {
                        close(connection, .byClient)
                    } else if connection.rtuBuffer == nil {
                        serve(connection)
                    } else {
                        serveRTU(connection)
                    }
                }
            }
            endWaits(at: lastLook)
            let now = lastLook
            if now >= nextTick {
                nextTick = now + limits.tick
                enforceDeadlines(at: now)
                departing.closeLate(at: now)
                setAccepting(true)
            }
            if !isRunning { closeAll() }
            accounts.statistics.turns += 1
            accounts.statistics.openConnections = connections.count
            accounts.statistics.waitingAnswers = held.count
            publish(accounts.statistics)
            if reportDesk.isAwaited { reportDesk.hand(accounts.copied()) }
        }
        reportDesk.close(accounts.copied())
    }

    /// Reads the clock for what is done next.
    mutating func look() {
        turnBegan = clock()
        lastLook = turnBegan
        arrival = turnBegan - beginning
    }

    mutating func close(_ connection: Connection, _ reason: DisconnectReason) {
        connections.remove(connection)
        if let request = connection.held { held.remove(connection.socket.descriptor, at: request.place) }
        if let place = connection.clientPlace { accounts.clients.disconnect(place, at: lastLook - beginning) }
        setAccepting(true)
        switch reason {
        case .framing:
            statistics.framingViolations += 1
            seeOff(connection)
        case .frameDeadline: statistics.missedFrameDeadlines += 1
        case .answersUnread: statistics.unreadAnswers += 1
        case .evicted: statistics.evictions += 1
        case .meterLost: seeOff(connection)
        case .byClient, .listenerClosed, .forbidden, .serverStopped: break
        }
        observer(.disconnected(connection.peer, listener: connection.listener, reason))
    }

    /// Leaves a client that may still send the time to take the answers that are under way to it.
    private mutating func seeOff(_ connection: Connection) {
        let descriptor = connection.socket.descriptor
        if connection.isMuted { epoll.watch(for: .requests, descriptor, token: .connection(descriptor)) }
        departing.insert(connection.socket, at: lastLook)
    }

    var statistics: ServerStatistics {
        get { accounts.statistics }
        set { accounts.statistics = newValue }
    }

    private mutating func closeAll() {
        for connection in connections.all(where: { _ in true }) { close(connection, .serverStopped) }
    }
}
