// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The thread of one serial line: listens, waits for silence, answers.
///
/// libmodbus opens the port and sends, but doesn't receive: it takes the answers of other units for requests, and waits in the
/// middle of a frame.
struct LineLoop: ~Copyable {
    /// The state of the port.
    private enum Port {
        case open(Int32)
        /// Lost; tried again at this time, and then after longer and longer waits.
        case closed(retryAt: ContinuousClock.Instant, wait: Duration)
    }

    /// How long a port that is gone is left alone: doubling between these.
    private static let firstWait = Duration.seconds(1)
    private static let longestWait = Duration.seconds(5)
    /// How often the statistics move although nothing comes.
    private static let tick = Duration.seconds(1)
    /// How much longer than the standard's gap bytes of one frame may be apart: adapters on USB hold them back for up to 16 ms
    /// (the latency timer of FTDI's chips), and threads run late.
    private static let adapterDelay = Duration.milliseconds(20)
    /// Bytes that may follow on a request although silence should: drivers that are turned off leave one or two.
    private static let mostStrayBytes = 2

    /// The one slot of its mailbox.
    static let slot = 0

    private let line: SerialLine
    private let id: ListenerID
    private let mailbox: ServerMailbox
    private let stopSignal: StopSignal
    /// The time by which freshness is judged. Silence on the wire is measured by the real one.
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let observer: @Sendable (ServerEvent) -> Void

    private var responder: Responder
    private var units = [UnitTable()]
    private var seenVersion: UInt64 = 0
    private let reportDesk: ReportDesk
    private var accounts = ServerAccounts()
    private let beginning: ContinuousClock.Instant
    private var port: Port
    private var buffer = RTUFrameBuffer()
    /// When the last bytes came.
    private var lastBytes = ContinuousClock.now
    /// The last request, until it is answered; empty if there is none. Reused.
    private var request: [UInt8] = []
    /// When reads of paced units are answered.
    private var pace = Pace()
    /// When the request is looked at again that waits for a snapshot.
    private var wake: ContinuousClock.Instant?
    private var echo = WriteEcho()

    /// Opens the port.
    ///
    /// - Parameters:
    ///   - id: its listener.
    ///   - beginning: what the times of the accounts are counted from.
    /// - Throws: ``ServerError/cannotServe(_:_:)`` if it can't be.
    init(
        _ line: SerialLine,
        id: ListenerID,
        mailbox: ServerMailbox,
        reportDesk: ReportDesk,
        beginning: ContinuousClock.Instant,
        stopSignal: StopSignal,
        clock: @escaping @Sendable () -> ContinuousClock.Instant,
        observer: @escaping @Sendable (ServerEvent) -> Void
    ) throws(ServerError) {
        let context = try LibmodbusContext(for: line)
        do throws(SerialLineFault) {
            port = .open(try context.openPort(of: line))
        } catch {
            throw .cannotServe(line, error)
        }
        responder = Responder(context, .rtu)
        request.reserveCapacity(RTUFrame.longest)
        self.beginning = beginning
        self.line = line
        self.id = id
        self.mailbox = mailbox
        self.reportDesk = reportDesk
        self.stopSignal = stopSignal
        self.clock = clock
        self.observer = observer
    }

    deinit { responder.libmodbus.closePort() }

    /// Serves until the stop signal comes.
    ///
    /// - Parameter publish: takes the statistics after each turn.
    mutating func run(publish: (ServerStatistics) -> Void) {
        BrokenPipeSignal.block()
        reportDesk.open()
        var isRunning = true
        while isRunning {
            switch port {
            case .open(let descriptor): isRunning = listen(on: descriptor)
            case .closed(let retryAt, let wait): isRunning = reopen(at: retryAt, after: wait)
            }
            accounts.statistics.noiseBytes = buffer.totalNoise
            accounts.statistics.turns += 1
            accounts.statistics.waitingAnswers = wake == nil ? 0 : 1
            publish(accounts.statistics)
            if reportDesk.isAwaited { reportDesk.hand(accounts.copied()) }
        }
        reportDesk.close(accounts.copied())
    }

    /// Waits for bytes or for the end of a silence. Returns false at the stop signal.
    private mutating func listen(on descriptor: Int32) -> Bool {
        let time = timeToNextStep()
        let event = LineEvent.wait(for: descriptor, mailbox.descriptor, or: stopSignal.descriptor, atMost: time)
        switch event {
        case .stopped: return false
        case .readable: receive(from: descriptor)
        case .news: mailbox.silence()
        case .hungUp: lose(.unplugged(path: line.path))
        case .nothing: break
        }
        let silence = ContinuousClock.now - lastBytes
        if buffer.holdsPartialFrame, silence >= line.frameGap + Self.adapterDelay { takeRequests(silenceFollows: true) }
        if !request.isEmpty, silence >= line.frameGap { answer(on: descriptor) }
        return true
    }

    private func timeToNextStep() -> Duration {
        guard !request.isEmpty || buffer.holdsPartialFrame else { return Self.tick }
        if let wake, !buffer.holdsPartialFrame {
            return mailbox.ringsForNews(since: seenVersion) ? min(Self.tick, wake - clock()) : .zero
        }
        let silence = request.isEmpty || wake != nil ? line.frameGap + Self.adapterDelay : line.frameGap
        return silence - (ContinuousClock.now - lastBytes)
    }

    private mutating func receive(from descriptor: Int32) {
        var failure: Int32 = 0
        let count = buffer.fill { span, from in
            unsafe span.withUnsafeMutableBytes { bytes in
                let free = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[from...])
                let count = unsafe read(descriptor, free.baseAddress, free.count)
                failure = count < 0 ? errno : 0
                return count
            }
        }
        switch failure {
        case 0, EAGAIN, EINTR: break
        case EIO, ENXIO, ENODEV: return lose(.unplugged(path: line.path))
        default: return lose(.failed(path: line.path, call: "read", errno: failure))
        }
        guard count > 0 else { return }
        lastBytes = .now
        takeRequests(silenceFollows: false)
    }

    /// Keeps the last request, if it is for one of the units here: a master that has gone on doesn't wait for the answer to the
    /// one before.
    private mutating func takeRequests(silenceFollows: Bool) {
        mailbox.deliver(to: &units, seen: &seenVersion)
        buffer.takeRequests(silenceFollows: silenceFollows) { frame in
            request.removeAll(keepingCapacity: true)
            pace.abandonWait()
            wake = nil
            if units[Self.slot].rtuUnit(frame[0]) == nil {
                accounts.statistics.foreignRequests += 1
            } else {
                for index in frame.indices { request.append(frame[index]) }
            }
            return true
        }
    }

    /// Its master has gone on, or nobody can be answered.
    private mutating func dropRequest() {
        request.removeAll(keepingCapacity: true)
        pace.abandonWait()
        wake = nil
    }

    /// Answers the request that has waited for silence, unless it has a snapshot to wait for as well.
    private mutating func answer(on descriptor: Int32) {
        // Something has gone on after the request.
        guard buffer.bytesSinceFrame <= Self.mostStrayBytes else { return dropRequest() }
        if echo.takes(request, arrivedAt: lastBytes) { return dropRequest() }
        mailbox.deliver(to: &units, seen: &seenVersion)
        // Taken out whole, so that its storage is reused.
        var asked: [UInt8] = []
        swap(&asked, &request)
        wake = answer(asked.span, on: descriptor, at: clock())
        swap(&asked, &request)
        if wake == nil { dropRequest() }
    }

    /// Answers a request, or returns when to look at it again.
    private mutating func answer(
        _ frame: Span<UInt8>,
        on descriptor: Int32,
        at now: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        guard let unit = units[Self.slot].rtuUnit(frame[0]) else { return nil }
        let dataUnit = frame.extracting(1..<frame.count - RTUFrame.checksumLength)
        let judgement = RequestJudge.judge(dataUnit, for: unit, at: now)
        if case .pacedRead(let answer) = judgement {
            let block = ReadBlock(unit: frame[0], table: answer.table, address: answer.address, count: answer.count)
            let number = units[Self.slot].snapshotCount(of: frame[0])
            let decision = pace.decide(on: block, unit.pacing, snapshot: number, at: now)
            if case .wait(let deadline) = decision { return min(deadline, unit.nextStage(after: now) ?? deadline) }
        }
        // The silence is measured by another clock than the answers.
        let arrival = now - (ContinuousClock.now - lastBytes)
        var end = now
        let outcome = accounts.answer(
            frame,
            with: judgement,
            of: unit,
            at: now,
            from: RequestOrigin(listener: id, consumer: frame[0], arrival: arrival - beginning),
            by: &responder,
            on: descriptor,
            since: beginning,
            clock: clock,
            look: &end
        )
        if outcome == .undelivered { accounts.statistics.unreadAnswers += 1 }
        if outcome == .writeAcknowledged {
            let bytes = (0..<frame.count).map { frame[$0] }
            echo.expect(bytes, until: .now + line.characterTime * (2 * frame.count) + line.frameGap + Self.adapterDelay)
        }
        return nil
    }

    private mutating func lose(_ fault: SerialLineFault) {
        responder.libmodbus.closePort()
        buffer.discardPartialFrame()
        dropRequest()
        port = .closed(retryAt: .now + Self.firstWait, wait: Self.firstWait)
        observer(.lineLost(line, fault))
    }

    /// Waits, then tries to open the port again. Returns false at the stop signal.
    private mutating func reopen(at retryAt: ContinuousClock.Instant, after wait: Duration) -> Bool {
        let left = retryAt - .now
        if left > .zero {
            // A negative descriptor is one that poll(2) leaves out.
            let event = LineEvent.wait(
                for: -1,
                mailbox.descriptor,
                or: stopSignal.descriptor,
                atMost: min(left, Self.tick)
            )
            if event == .news { mailbox.silence() }
            return event != .stopped
        }
        do throws(SerialLineFault) {
            port = .open(try responder.libmodbus.openPort(of: line))
            observer(.lineRestored(line))
        } catch {
            let wait = min(wait * 2, Self.longestWait)
            port = .closed(retryAt: .now + wait, wait: wait)
        }
        return true
    }
}
