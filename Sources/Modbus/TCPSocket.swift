// SPDX-License-Identifier: Apache-2.0

import CEpoll
import Glibc

/// An open socket, closed with its last reference.
final class TCPSocket: Sendable {
    /// Owned by this object; nobody else closes it.
    let descriptor: Int32

    /// Takes over an open descriptor.
    init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { _ = close(descriptor) }

    /// One `recv` into `buffer` from index `from` on. Returns the number of bytes, 0 at the end of the stream, or
    /// minus the error number.
    func receive(into buffer: inout MutableSpan<UInt8>, from: Int) -> Int {
        unsafe buffer.withUnsafeMutableBytes { bytes in
            let free = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[from...])
            let count = unsafe recv(descriptor, free.baseAddress, free.count, 0)
            return count < 0 ? -Int(errno) : count
        }
    }

    /// What became of bytes that are thrown away.
    enum Discarded {
        case bytes(Int)
        case nothingYet
        /// Nothing comes any more.
        case end
    }

    /// Throws away what has come, without copying it (tcp(7), `MSG_TRUNC`).
    func discard(atMost count: Int) -> Discarded {
        let discarded = recv(descriptor, nil, count, Int32(MSG_TRUNC))
        if discarded > 0 { return .bytes(discarded) }
        return discarded < 0 && (errno == EAGAIN || errno == EINTR) ? .nothingYet : .end
    }

    /// Ends what this side sends, behind all that it has sent; the other side may go on.
    func endSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Whether something has come that wasn't received yet.
    var holdsUnreadBytes: Bool {
        var byte: UInt8 = 0
        return unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) > 0
    }

    /// One `send` on an open socket; false unless the system took all bytes.
    static func send(_ bytes: Span<UInt8>, on descriptor: Int32) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        }
    }

    /// Takes the next connection that waits on this listening socket.
    func acceptConnection() -> Result<(TCPSocket, PeerAddress), AcceptFailure> {
        var peer = sockaddr_storage()
        let accepted = unsafe cepoll_accept(descriptor, &peer)
        if accepted >= 0 { return .success((TCPSocket(owning: accepted), PeerAddress(peer))) }
        switch errno {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .failure(.exhausted)
        case EAGAIN: return .failure(.noneWaiting)
        // accept(2): errors of the connection that was to be accepted; the next one may be well.
        default: return .failure(.connectionLost)
        }
    }

    /// Ends what a connection sends and receives. A listening socket refuses who connects from now on, those among them that weren't
    /// accepted yet, and its port may be bound anew (Linux, `inet_csk_listen_stop`).
    func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// The port that this socket is bound to.
    var boundPort: UInt16 {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe getsockname(descriptor, $0, &length)
            }
        }
        return PeerAddress(address).port
    }

    func setOption(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

/// Why there is no connection to accept.
enum AcceptFailure: Error {
    case noneWaiting
    case connectionLost
    /// The process or the system has no descriptor or memory left.
    case exhausted
}
