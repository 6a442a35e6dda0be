// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Modbus

extension ModbusView {
    /// What there is to see of a server's report.
    ///
    /// - Parameter clock: tells how long ago things are.
    init(_ report: ServerReport, clock: GatewayClock) {
        let past = Past(beginning: report.beginning, now: clock.now(), wallTime: clock.wallTime())
        self.init(
            listeners: report.listeners.map { open in
                ListenerView(
                    name: open.listener.description,
                    traffic: past.view(of: report.traffic(of: open.id)),
                    units: report.consumers.filter { $0.listener == open.id }.map { consumer in
                        ListenerView.Unit(
                            unit: consumer.unit,
                            traffic: past.view(of: consumer.traffic),
                            lastClient: consumer.lastClient?.host
                        )
                    }
                )
            },
            clients: report.clients.map { past.view(of: $0) },
            requests: report.requests.compactMap { recent in
                report.listeners.first { $0.id == recent.record.listener }.map { past.view(of: recent, $0.listener) }
            }
        )
    }
}

/// Looks back from one moment.
private struct Past {
    let beginning: ContinuousClock.Instant
    let now: ContinuousClock.Instant
    let wallTime: Int64

    func moment(_ time: Duration) -> Moment {
        let age = max(0, (now - beginning - time).milliseconds)
        return Moment(time: wallTime - age / 1000, age: age)
    }

    func view(of traffic: Traffic) -> TrafficView {
        TrafficView(
            requests: traffic.requests,
            silences: traffic.silences,
            exceptions: ModbusException.allCases.reduce(into: [:]) { counts, exception in
                let count = traffic.count(of: exception)
                if count > 0 { counts[exception.rawValue] = count }
            },
            bytesReceived: traffic.bytesReceived,
            bytesSent: traffic.bytesSent,
            lastRequest: traffic.lastRequest.map(moment),
            totalService: traffic.totalServiceTime.nanoseconds,
            averageService: traffic.averageServiceTime?.nanoseconds,
            worstService: traffic.answers == 0 ? nil : traffic.worstServiceTime.nanoseconds
        )
    }

    func view(of client: ClientRecord) -> ClientView {
        var view = ClientView(
            address: client.address.host,
            connections: client.connections,
            firstSeen: moment(client.firstSeen),
            traffic: view(of: client.traffic)
        )
        if let exception = client.lastException, let time = client.lastExceptionTime {
            view.lastException = (exception.rawValue, moment(time))
        }
        return view
    }

    func view(of recent: RecentRequest, _ listener: Listener) -> RequestView {
        let request = recent.record
        return RequestView(
            moment: moment(request.arrival),
            listener: listener.description,
            client: request.client?.host,
            unit: request.unit,
            function: request.function,
            address: request.address,
            count: request.count,
            outcome: request.outcome.words,
            service: request.serviceTime?.nanoseconds,
            words: recent.words
        )
    }
}

extension RequestOutcome {
    fileprivate var words: String {
        switch self {
        case .answered: "answered"
        case .writeAcknowledged: "write acknowledged"
        case .exception(let exception): "exception \(exception.rawValue)"
        case .silent: "silent"
        case .undelivered: "undelivered"
        }
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
