// SPDX-License-Identifier: Apache-2.0

/// Sockets of connections that the server has ended while their clients may still send: what comes is thrown away until the client
/// ends its side as well.
///
/// A socket that is closed although bytes wait in it, or come to it later, resets the connection (RFC 1122, clause 4.2.2.13), and
/// with that the client may lose answers to what it asked before. Time, bytes and number are bounded, so that nobody gains by it.
struct DepartingSockets {
    private struct Entry {
        let socket: TCPSocket
        let deadline: ContinuousClock.Instant
        var bytesLeft = DepartingSockets.mostBytes
    }

    /// A small part of ``ConnectionLimits/spareDescriptors``; beyond it the one that came first is closed.
    private static let most = 16
    /// Longer than a lost packet takes to be sent again (RFC 6298: a second at first).
    private static let longest = Duration.seconds(2)
    /// Several times what a receive buffer holds.
    private static let mostBytes = 64 * 1024

    private var entries: [Entry] = []

    /// Ends what is sent on a socket behind the answers that are under way.
    mutating func insert(_ socket: TCPSocket, at now: ContinuousClock.Instant) {
        socket.endSending()
        if entries.count == Self.most { entries.removeFirst() }
        entries.append(Entry(socket: socket, deadline: now + Self.longest))
    }

    /// Throws away what has come on a socket, if it is one of these; closes it at its end, or if that is too much.
    mutating func discardBytes(on descriptor: Int32) {
        guard let index = entries.firstIndex(where: { $0.socket.descriptor == descriptor }) else { return }
        switch entries[index].socket.discard(atMost: entries[index].bytesLeft) {
        case .bytes(let count): entries[index].bytesLeft -= count
        case .nothingYet: return
        case .end: entries[index].bytesLeft = 0
        }
        if entries[index].bytesLeft == 0 { entries.remove(at: index) }
    }

    /// Closes those whose time is over.
    mutating func closeLate(at now: ContinuousClock.Instant) {
        entries.removeAll { $0.deadline <= now }
    }
}
