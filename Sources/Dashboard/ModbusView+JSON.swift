// SPDX-License-Identifier: Apache-2.0

import JSON

/// Names and shapes are promised:
///
/// | Member | Means |
/// |---|---|
/// | `requests`, `silences` | requests received; those that the fail-safe left unanswered |
/// | `exceptions` | how many answers were exceptions, by code |
/// | `bytes_received`, `bytes_sent` | in the frames of requests and of answers |
/// | `…_at`, `…_age_ms` | seconds since 1970 UTC; how long ago that is |
/// | `service_average_us`, `service_worst_us` | microseconds from the last byte of a request until its answer was sent |
/// | `unit` of a listener | null for all units together that were asked for and that nobody serves |
extension ModbusView {
    /// The clients in the status: it is sent once a second, and should stay small.
    private static let mostClients = 64

    /// What the status says of it.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("listeners")
            writer.array { writer in
                for listener in listeners { listener.write(to: &writer) }
            }
            writer.key("clients")
            writer.array { writer in
                for client in clients.prefix(Self.mostClients) { client.write(to: &writer) }
            }
            writer.member("clients_known", clients.count)
        }
    }

    /// The last requests: what `/api/v1/requests` answers.
    var requestsJSON: [UInt8] {
        var writer = JSONWriter(capacity: 64 + requests.count * 512)
        writer.object { writer in
            writer.key("requests")
            writer.array { writer in
                for request in requests { request.write(to: &writer) }
            }
        }
        return writer.bytes
    }
}

extension ListenerView {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("listener", name)
            traffic.writeMembers(to: &writer)
            writer.key("units")
            writer.array { writer in
                for unit in units {
                    writer.object { writer in
                        writer.member("unit", unit.unit)
                        writer.member("last_client", unit.lastClient)
                        unit.traffic.writeMembers(to: &writer)
                    }
                }
            }
        }
    }
}

extension ClientView {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("client", address)
            writer.member("connections", connections)
            firstSeen.writeMembers("first_seen", to: &writer)
            traffic.writeMembers(to: &writer)
            writer.member("last_exception", lastException?.code)
            lastException?.moment.writeMembers("last_exception", to: &writer)
        }
    }
}

extension RequestView {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("at", moment.time)
            writer.member("age_ms", moment.age)
            writer.member("listener", listener)
            writer.member("client", client)
            writer.member("unit", unit)
            writer.member("function", function)
            writer.member("address", address)
            writer.member("count", count)
            writer.member("outcome", outcome)
            writer.member("service_us", service.map { $0 / 1000 })
            writer.key("words")
            writer.array { writer in
                for word in words { writer.number(word) }
            }
        }
    }
}

extension TrafficView {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("requests", requests)
        writer.key("exceptions")
        writer.object { writer in
            for (code, count) in exceptions.sorted(by: { $0.key < $1.key }) { writer.member("\(code)", count) }
        }
        writer.member("silences", silences)
        writer.member("bytes_received", bytesReceived)
        writer.member("bytes_sent", bytesSent)
        writer.member("last_request_at", lastRequest?.time)
        writer.member("last_request_age_ms", lastRequest?.age)
        writer.member("service_average_us", averageService.map { $0 / 1000 })
        writer.member("service_worst_us", worstService.map { $0 / 1000 })
    }
}

extension Moment {
    fileprivate func writeMembers(_ name: String, to writer: inout JSONWriter) {
        writer.member("\(name)_at", time)
        writer.member("\(name)_age_ms", age)
    }
}
