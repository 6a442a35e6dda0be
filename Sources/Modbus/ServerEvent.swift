// SPDX-License-Identifier: Apache-2.0

/// Something about a server's connections that is worth a line in a log.
package enum ServerEvent: Sendable, Equatable {
    case connected(PeerAddress, listener: ListenerID)
    case disconnected(PeerAddress, listener: ListenerID, DisconnectReason)
    /// A new connection was closed at once.
    case refused(PeerAddress, listener: ListenerID, Refusal)
    /// The system has no descriptor left; new connections wait until one is closed.
    case descriptorsExhausted
    /// A serial port can't be read any more, or not be opened again; it is tried again until it comes back.
    case lineLost(SerialLine, SerialLineFault)
    case lineRestored(SerialLine)
}

/// Why a connection ended.
package enum DisconnectReason: Sendable, Equatable, CustomStringConvertible {
    /// The client closed it, or it broke.
    case byClient
    case framing(FramingViolation)
    case frameDeadline
    case answersUnread
    case evicted
    /// The fail-safe of a unit closes the connections of its clients.
    case meterLost
    /// The server no longer listens where it came in.
    case listenerClosed
    /// Its address isn't among the allowed ones any more.
    case forbidden
    case serverStopped

    package var description: String {
        switch self {
        case .byClient: "the client closed it"
        case .framing(.protocolIdentifier(let identifier)):
            "it sent protocol id \(identifier) in place of 0: this is not Modbus TCP"
        case .framing(.length(let length)):
            "it sent a frame of length \(length), but 2 to 254 are possible: this is not Modbus TCP"
        case .framing(.noise(let count)):
            "it sent \(count) bytes without a Modbus RTU frame among them; if it speaks Modbus TCP, listen without rtu+tcp://"
        case .frameDeadline: "it began a request and didn't end it"
        case .answersUnread: "it doesn't read its answers"
        case .evicted: "it was idle for longest, and others want to connect"
        case .meterLost: "its meter is lost, and the fail-safe closes its connection"
        case .listenerClosed: "the address that it came by isn't listened on any more"
        case .forbidden: "its address isn't among the allowed ones any more"
        case .serverStopped: "the server stops"
        }
    }
}
