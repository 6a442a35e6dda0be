// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A pipe that ends a `poll` on another thread.
package final class Doorbell: Sendable {
    /// What the thread polls: readable once ``ring()`` was called.
    package let descriptor: Int32
    private let button: Int32

    /// - Throws: why there is no pipe: as a rule, because the process may not open more files.
    package init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw SystemError(number: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, button) = (ends[0], ends[1])
    }

    deinit {
        _ = close(descriptor)
        _ = close(button)
    }

    /// Ends every `poll` on the descriptor from now on, until it is silenced.
    package func ring() {
        // A pipe that is full already rings.
        _ = unsafe write(button, [1], 1)
    }

    package func silence() {
        var rings = [UInt8](repeating: 0, count: 64)
        while unsafe read(descriptor, &rings, rings.count) == rings.count {}
    }
}
