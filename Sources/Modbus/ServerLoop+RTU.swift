// SPDX-License-Identifier: Apache-2.0

import Glibc

/// RTU frames in a TCP stream. As on a serial line, other units may share the bus behind the converter: what isn't for a unit of
/// the listener, or is for all units, gets no answer, and what is damaged gets none either.
extension ServerLoop {
    /// Receives once and answers all requests that are complete by then, in order.
    mutating func serveRTU(_ connection: Connection) {
        guard var buffer = connection.rtuBuffer.take() else { return }
        defer { connection.rtuBuffer = buffer }
        let received = buffer.fill { connection.socket.receive(into: &$0, from: $1) }
        if received <= 0 {
            let isTransient = received == -Int(EAGAIN) || received == -Int(EINTR)
            if !isTransient { close(connection, .byClient) }
            return
        }
        connection.lastActivity = turnBegan
        answerRTUFrames(in: &buffer, of: connection, at: lastLook)
    }

    /// Answers the requests that came after one whose answer has waited.
    mutating func answerBufferedRTUFrames(of connection: Connection, at now: ContinuousClock.Instant) {
        guard var buffer = connection.rtuBuffer.take() else { return }
        defer { connection.rtuBuffer = buffer }
        answerRTUFrames(in: &buffer, of: connection, at: now)
    }

    private mutating func answerRTUFrames(
        in buffer: inout RTUFrameBuffer,
        of connection: Connection,
        at start: ContinuousClock.Instant
    ) {
        var now = start
        var continuation = Continuation.goesOn
        var hasAnswered = false
        let noiseBefore = buffer.totalNoise
        buffer.takeRequests { frame in
            now = lastLook
            hasAnswered = true
            continuation = answerRTU(frame, from: connection, at: now)
            if case .goesOn = continuation { return true }
            return false
        }
        statistics.noiseBytes += buffer.totalNoise - noiseBefore
        switch continuation {
        case .goesOn: break
        case .waits: return
        case .ends(let reason): return close(connection, reason)
        }
        if buffer.noise > RTUFrameBuffer.mostNoise { return close(connection, .framing(.noise(buffer.noise))) }
        if !buffer.holdsPartialFrame {
            connection.frameBegan = nil
        } else if hasAnswered || connection.frameBegan == nil {
            connection.frameBegan = now
        }
    }

    /// Answers one request.
    mutating func answerRTU(
        _ frame: Span<UInt8>,
        from connection: Connection,
        at now: ContinuousClock.Instant
    ) -> Continuation {
        guard let unit = units[connection.listener.slot].rtuUnit(frame[0]) else {
            statistics.foreignRequests += 1
            return .goesOn
        }
        let request = frame.extracting(1..<frame.count - RTUFrame.checksumLength)
        let judgement = RequestJudge.judge(request, for: unit, at: now)
        if case .pacedRead(let answer) = judgement,
            holds(answer, of: frame[0], unit, frame, from: connection, at: now)
        {
            return .waits
        }
        var closesConnection = false
        if case .silence(let closes) = judgement { closesConnection = closes }
        let outcome = accounts.answer(
            frame,
            with: judgement,
            of: unit,
            at: now,
            from: RequestOrigin(connection, consumer: frame[0], arrival: arrival),
            by: &rtuResponder,
            on: connection.socket.descriptor,
            since: beginning,
            clock: clock,
            look: &lastLook
        )
        if outcome == .silent { connection.silentUnit = frame[0] }
        if outcome == .undelivered { return .ends(.answersUnread) }
        return closesConnection ? .ends(.meterLost) : .goesOn
    }

    /// What a frame that took too long costs. Behind an MBAP header nothing says where the next one begins; RTU finds it by
    /// checksum.
    mutating func endPartialFrame(of connection: Connection) {
        guard var buffer = connection.rtuBuffer.take() else { return close(connection, .frameDeadline) }
        defer { connection.rtuBuffer = buffer }
        let noiseBefore = buffer.totalNoise
        buffer.discardPartialFrame()
        connection.frameBegan = nil
        statistics.missedFrameDeadlines += 1
        statistics.noiseBytes += buffer.totalNoise - noiseBefore
    }
}
