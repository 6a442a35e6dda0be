// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A pipe that ends a `poll` on another thread.
final class Doorbell: Sendable {
    /// What the thread polls: readable once ``ring()`` was called.
    let descriptor: Int32
    private let button: Int32

    /// - Throws: the system's error number.
    init() throws(SystemError) {
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

    func ring() {
        // A pipe that is full already rings.
        _ = unsafe write(button, [1], 1)
    }

    func silence() {
        var rings = [UInt8](repeating: 0, count: 64)
        while unsafe read(descriptor, &rings, rings.count) == rings.count {}
    }
}

/// An error number of the system.
struct SystemError: Error {
    let number: Int32

    var text: String { unsafe String(cString: strerror(number)) }
}
