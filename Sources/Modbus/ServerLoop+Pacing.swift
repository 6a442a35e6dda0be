// SPDX-License-Identifier: Apache-2.0

/// What becomes of a connection after one of its requests.
enum Continuation {
    /// The next request's turn.
    case goesOn
    /// The answer waits, and with it all that the client asks after it.
    case waits
    case ends(DisconnectReason)
}

/// Answers that wait for a snapshot. One holds back only what its own connection asks after it.
extension ServerLoop {
    /// Whether the answer to a read must wait; then its connection is held, and asked for again.
    ///
    /// - Parameters:
    ///   - unit: the unit that is meant, by its own id.
    ///   - frame: the whole request.
    mutating func holds(
        _ answer: ReadAnswer,
        of unit: UInt8,
        _ snapshot: UnitSnapshot,
        _ frame: Span<UInt8>,
        from connection: Connection,
        at now: ContinuousClock.Instant
    ) -> Bool {
        let block = ReadBlock(unit: unit, table: answer.table, address: answer.address, count: answer.count)
        let number = units[connection.listener.slot].snapshotCount(of: unit)
        let decision = connection.pace.decide(on: block, snapshot.pacing, snapshot: number, at: now)
        guard case .wait(let deadline) = decision else { return false }
        let place = ServerMailbox.place(of: unit, slot: connection.listener.slot)
        // If the meter goes stale meanwhile, the fail-safe answers then.
        let wake = snapshot.nextStage(after: now).map { min($0, deadline) } ?? deadline
        connection.held = HeldRequest(frame, place: place)
        held.insert(connection.socket.descriptor, at: place, wake: wake)
        connection.frameBegan = nil
        if !connection.isMuted {
            connection.isMuted = true
            watch(connection, for: .hangUp)
        }
        return true
    }

    /// How long the loop may sleep.
    func timeToNextStep() -> Duration {
        guard let wake = held.nextWake else { return limits.tick }
        guard mailbox.ringsForNews(since: seenVersion) else { return .zero }
        return min(limits.tick, max(wake - clock(), .zero))
    }

    /// Obeys commands, takes new snapshots in and answers who waits for them.
    mutating func takeNews() {
        var arrived: [Int] = []
        let isAwaited = held.count > 0
        while true {
            let commands = mailbox.deliver(to: &units, seen: &seenVersion) { place in
                if isAwaited { arrived.append(place) }
            }
            if commands.isEmpty { break }
            for command in commands { obey(command) }
        }
        for place in arrived { resume(held.takeAll(at: place)) }
    }

    /// Answers who has waited for long enough.
    mutating func endWaits(at now: ContinuousClock.Instant) {
        guard let wake = held.nextWake, wake <= now else { return }
        resume(held.takeDue(at: now))
    }

    private mutating func resume(_ descriptors: [Int32]) {
        for descriptor in descriptors {
            if let connection = connections[descriptor] { resume(connection) }
        }
    }

    private mutating func resume(_ connection: Connection) {
        guard let request = connection.held else { return }
        connection.held = nil
        look()
        let now = lastLook
        connection.lastActivity = now
        let isRTU = connection.rtuBuffer != nil
        // RTU answers carry no transaction id: a client that asks on would take this one for the answer to its next request.
        let hasGoneOn =
            isRTU && (connection.rtuBuffer?.holdsPartialFrame ?? false || connection.socket.holdsUnreadBytes)
        let continuation =
            hasGoneOn
            ? .goesOn
            : request.withFrame { frame in
                isRTU ? answerRTU(frame, from: connection, at: now) : answer(frame, from: connection, at: now)
            }
        switch continuation {
        case .waits: return
        case .ends(let reason): return close(connection, reason)
        case .goesOn: connection.pace.abandonWait()
        }
        if isRTU {
            answerBufferedRTUFrames(of: connection, at: now)
        } else {
            answerBufferedFrames(of: connection, at: now)
        }
        guard connection.held == nil, connections[connection.socket.descriptor] === connection else { return }
        connection.isMuted = false
        watch(connection, for: .requests)
    }

    private func watch(_ connection: Connection, for interest: Epoll.Interest) {
        let descriptor = connection.socket.descriptor
        epoll.watch(for: interest, descriptor, token: .connection(descriptor))
    }
}
