// SPDX-License-Identifier: Apache-2.0

import CModbus
import Glibc

/// Opens the sockets on which clients are expected.
enum ListeningSocket {
    /// Connections that may wait to be accepted; the kernel caps it at `net.core.somaxconn`.
    private static let backlog: Int32 = 1024

    /// Listens on `address`, IPv4 or IPv6.
    ///
    /// Accepted sockets inherit the options that are set here (Linux, `tcp_create_openreq_child`).
    ///
    /// - Throws: ``ServerError/cannotListen(_:errno:)``.
    static func open(_ address: ListenAddress) throws(ServerError) -> TCPSocket {
        guard let context = unsafe modbus_new_tcp_pi(address.host, String(address.port)) else {
            throw .cannotListen(address, errno: errno)
        }
        defer { unsafe modbus_free(context) }
        errno = 0
        let descriptor = unsafe modbus_tcp_pi_listen(context, backlog)
        if descriptor < 0 { throw .cannotListen(address, errno: errno) }
        let socket = TCPSocket(owning: descriptor)

        let flags = fcntl(descriptor, F_GETFL)
        if flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0 {
            throw .cannotListen(address, errno: errno)
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)

        let tcp = Int32(IPPROTO_TCP)
        socket.setOption(tcp, TCP_NODELAY, 1)
        // A vanished peer is found after 30 s, whether an answer is under way or not. TCP_USER_TIMEOUT holds for probes too, in
        // place of their count (tcp(7)): the first one must come long before, or a single lost packet ends an idle connection.
        socket.setOption(SOL_SOCKET, SO_KEEPALIVE, 1)
        socket.setOption(tcp, TCP_KEEPIDLE, 15)
        socket.setOption(tcp, TCP_KEEPINTVL, 5)
        socket.setOption(tcp, TCP_USER_TIMEOUT, 30_000)
        // About a hundred answers: without a bound a client that never reads could pin megabytes of kernel memory.
        socket.setOption(SOL_SOCKET, SO_SNDBUF, 32 * 1024)
        socket.setOption(SOL_SOCKET, SO_RCVBUF, 16 * 1024)
        return socket
    }
}
