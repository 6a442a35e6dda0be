// SPDX-License-Identifier: Apache-2.0

/// Where a request comes from.
struct RequestOrigin {
    let listener: ListenerID
    /// Its place in the table of clients; nil on a serial line and for clients that the table has no room for.
    var clientPlace: Int?
    /// Without a port; nil on a serial line.
    var peer: PeerAddress?
    /// The unit that is meant, by its own id; nil if there is no such unit.
    let consumer: UInt8?
    /// When the last byte of the request was there, since the server was made.
    let arrival: Duration
}

extension RequestOrigin {
    /// A request by TCP.
    init(_ connection: Connection, consumer: UInt8?, arrival: Duration) {
        self.init(
            listener: connection.listener,
            clientPlace: connection.clientPlace,
            peer: connection.peer.withoutPort,
            consumer: consumer,
            arrival: arrival
        )
    }
}

/// What one thread of the server has done, for whom. The thread owns it, so that nothing is locked; copies are made for who asks.
struct ServerAccounts: Sendable {
    var statistics = ServerStatistics()
    private(set) var consumers = ConsumerTable()
    var clients = ClientTable()
    private(set) var requests = RequestRing()

    /// Carries out what became of a request, and counts it: the one way that every request goes that was judged, whatever
    /// brought it here.
    ///
    /// - Parameters:
    ///   - frame: the whole frame of the request.
    ///   - unit: what the judgement was made for.
    ///   - now: the moment of answering.
    ///   - beginning: what times are counted from.
    ///   - clock: is read once, when the answer was sent; not at all if there is none.
    ///   - look: becomes the time at which the answer was sent.
    /// - Returns: what the client saw.
    @inline(__always)
    mutating func answer(
        _ frame: Span<UInt8>,
        with judgement: consuming Judgement,
        of unit: UnitSnapshot?,
        at now: ContinuousClock.Instant,
        from origin: RequestOrigin,
        by responder: inout Responder,
        on descriptor: Int32,
        since beginning: ContinuousClock.Instant,
        clock: () -> ContinuousClock.Instant,
        look: inout ContinuousClock.Instant
    ) -> RequestOutcome {
        statistics.add(judgement)
        let format = responder.format
        var exchange = Traffic.Exchange(
            outcome: judgement.outcome,
            arrival: origin.arrival,
            serviceTime: nil,
            bytesReceived: frame.count,
            bytesSent: 0
        )
        if exchange.outcome != .silent {
            let sent = responder.respond(
                to: frame,
                with: judgement,
                of: unit,
                at: now,
                on: descriptor,
                telling: &requests
            )
            look = clock()
            if sent > 0 {
                exchange.bytesSent = sent
                exchange.serviceTime = look - beginning - origin.arrival
            } else {
                exchange.outcome = .undelivered
            }
        }
        consumers.add(exchange, unit: origin.consumer, listener: origin.listener, from: origin.peer)
        if let place = origin.clientPlace { clients.add(exchange, at: place) }
        requests.add(
            RequestRecord(
                frame.extracting(format.headerLength..<frame.count - format.trailerLength),
                unit: frame[format.headerLength - 1],
                listener: origin.listener,
                client: origin.peer,
                exchange
            )
        )
        return exchange.outcome
    }

    /// Forgets what was counted with a listener that is closed.
    mutating func forget(_ listener: ListenerID) { consumers.forget(listener) }

    /// With memory of its own, so that the thread that goes on counting needn't stop to copy it.
    func copied() -> ServerAccounts {
        var copy = self
        copy.consumers = consumers.copied()
        copy.clients = clients.copied()
        copy.requests = requests.copied()
        return copy
    }
}
