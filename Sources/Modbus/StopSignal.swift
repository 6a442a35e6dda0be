// SPDX-License-Identifier: Apache-2.0

import CEpoll
import Glibc

/// An event descriptor that wakes the server's thread for its end, from any thread.
final class StopSignal: Sendable {
    let descriptor: Int32

    /// - Throws: ``ServerError/systemCall(_:errno:)``.
    init() throws(ServerError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if descriptor < 0 { throw .systemCall("eventfd", errno: errno) }
    }

    deinit { _ = close(descriptor) }

    /// Gives the signal, which stays given.
    func send() { _ = eventfd_write(descriptor, 1) }
}
