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
        var now = clock()
        connection.lastActivity = now

        var ending: DisconnectReason?
        var hasAnswered = false
        let noiseBefore = buffer.totalNoise
        buffer.takeRequests { frame in
            if hasAnswered { now = clock() }
            hasAnswered = true
            ending = answerRTU(frame, from: connection, at: now)
            return ending == nil
        }
        statistics.noiseBytes += buffer.totalNoise - noiseBefore
        if ending == nil, buffer.noise > RTUFrameBuffer.mostNoise { ending = .framing(.noise(buffer.noise)) }
        if let ending { return close(connection, ending) }
        if !buffer.holdsPartialFrame {
            connection.frameBegan = nil
        } else if hasAnswered || connection.frameBegan == nil {
            connection.frameBegan = now
        }
    }

    /// Answers one request. Returns why the connection must end, if it must.
    private mutating func answerRTU(
        _ frame: Span<UInt8>,
        from connection: Connection,
        at now: ContinuousClock.Instant
    ) -> DisconnectReason? {
        guard let unit = units[connection.listener].rtuUnit(frame[0]) else {
            statistics.foreignRequests += 1
            return nil
        }
        let request = frame.extracting(1..<frame.count - RTUFrame.checksumLength)
        let judgement = RequestJudge.judge(request, for: unit, at: now)
        statistics.add(judgement)
        if case .silence(let closesConnection) = judgement {
            connection.silentUnit = frame[0]
            return closesConnection ? .meterLost : nil
        }
        let descriptor = connection.socket.descriptor
        let isSent = rtuResponder.respond(to: frame, with: judgement, of: unit, at: now, on: descriptor)
        return isSent ? nil : .answersUnread
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
