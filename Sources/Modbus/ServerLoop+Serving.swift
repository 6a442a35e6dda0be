// SPDX-License-Identifier: Apache-2.0

import Glibc

extension ServerLoop {
    /// Receives once and answers all requests that are complete by then, in order.
    mutating func serve(_ connection: Connection) {
        var buffer = connection.buffer.take()
        defer { connection.buffer = buffer }
        let continuesFrame = buffer.holdsPartialFrame
        let received = buffer.fill { connection.socket.receive(into: &$0, from: $1) }
        if received <= 0 {
            let isTransient = received == -Int(EAGAIN) || received == -Int(EINTR)
            if !isTransient { close(connection, .byClient) }
            return
        }
        connection.lastActivity = turnBegan
        answerFrames(in: &buffer, of: connection, continuesFrame: continuesFrame, at: lastLook)
    }

    /// Answers the requests that came after one whose answer has waited.
    mutating func answerBufferedFrames(of connection: Connection, at now: ContinuousClock.Instant) {
        var buffer = connection.buffer.take()
        defer { connection.buffer = buffer }
        answerFrames(in: &buffer, of: connection, continuesFrame: false, at: now)
    }

    @inline(__always)
    private mutating func answerFrames(
        in buffer: inout MBAPFrameBuffer,
        of connection: Connection,
        continuesFrame: Bool,
        at start: ContinuousClock.Instant
    ) {
        var now = start
        var continuation = Continuation.goesOn
        var hasAnswered = false
        do {
            try buffer.takeFrames { frame in
                now = lastLook
                hasAnswered = true
                continuation = answer(frame, from: connection, at: now)
                if case .goesOn = continuation { return true }
                return false
            }
        } catch {
            continuation = .ends(.framing(error))
        }
        switch continuation {
        case .goesOn: break
        case .waits: return
        case .ends(let reason): return close(connection, reason)
        }
        if buffer.holdsPartialFrame {
            if hasAnswered || !continuesFrame { connection.frameBegan = now }
        } else if continuesFrame {
            connection.frameBegan = nil
        }
    }

    /// Answers one request.
    mutating func answer(
        _ frame: Span<UInt8>,
        from connection: Connection,
        at now: ContinuousClock.Instant
    ) -> Continuation {
        let id = frame[MBAP.headerLength - 1]
        let unit = units[connection.listener.slot].unit(addressedBy: id)
        let request = frame.extracting(MBAP.headerLength..<frame.count)
        let judgement = RequestJudge.judge(request, for: unit, at: now)
        if case .pacedRead(let answer) = judgement, let unit {
            let own = units[connection.listener.slot].identifier(addressedBy: id)
            if holds(answer, of: own, unit, frame, from: connection, at: now) { return .waits }
        }
        var closesConnection = false
        if case .silence(let closes) = judgement { closesConnection = closes }
        // Most ids are a unit's own.
        let isOwn = id != 0 && id != 255
        let own = unit == nil ? nil : isOwn ? id : units[connection.listener.slot].identifier(addressedBy: id)
        let outcome = accounts.answer(
            frame,
            with: judgement,
            of: unit,
            at: now,
            from: RequestOrigin(connection, consumer: own, arrival: arrival),
            by: &responder,
            on: connection.socket.descriptor,
            since: beginning,
            clock: clock,
            look: &lastLook
        )
        if outcome == .silent { connection.silentUnit = id }
        if outcome == .undelivered { return .ends(.answersUnread) }
        return closesConnection ? .ends(.meterLost) : .goesOn
    }

    /// Closes the connections whose time is over.
    mutating func enforceDeadlines(at now: ContinuousClock.Instant) {
        let late = connections.all { connection in
            connection.frameBegan.map { now - $0 > limits.frameDeadline } ?? false
        }
        for connection in late { endPartialFrame(of: connection) }

        let silenced = connections.all { $0.silentUnit != nil }
        for connection in silenced {
            guard let id = connection.silentUnit else { continue }
            let units = units[connection.listener.slot]
            switch (connection.rtuBuffer == nil ? units.unit(addressedBy: id) : units.rtuUnit(id))?.liveAnswer(at: now)
            {
            case .silence(closesConnection: true): close(connection, .meterLost)
            case .silence(closesConnection: false): break
            case .served, .exception, .replaced, nil: connection.silentUnit = nil
            }
        }
    }
}
