// SPDX-License-Identifier: Apache-2.0

/// What the thread of all connections is told from outside while it runs.
enum ServerCommand: Sendable {
    case open(BoundListener)
    /// Close the listener and all connections that came by it.
    case close(ListenerID)
    /// Let only these addresses in by the listener; nil: those of the limits.
    case allow([AddressRange]?, on: ListenerID)
    case limit(ConnectionLimits)

    /// The listener that it is about.
    var listener: ListenerID? {
        switch self {
        case .open(let listener): listener.id
        case .close(let id), .allow(_, let id): id
        case .limit: nil
        }
    }

    /// Whether it opens this listener.
    func opens(_ id: ListenerID) -> Bool {
        if case .open(let listener) = self { listener.id == id } else { false }
    }
}

/// A bound socket, and what is expected on its connections.
struct BoundListener: Sendable {
    let id: ListenerID
    let socket: TCPSocket
    let format: FrameFormat
    /// Where clients may connect from; nil: as ``ConnectionLimits/allowed`` says.
    var allowed: [AddressRange]?
}
