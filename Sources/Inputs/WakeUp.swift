// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A pipe that ends a `poll` on another thread.
final class WakeUp: Sendable {
    /// What the thread polls; readable once ``signal()`` was called.
    let descriptor: Int32
    private let writingEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        let made = unsafe pipe(&ends) == 0
        descriptor = made ? ends[0] : -1
        writingEnd = made ? ends[1] : -1
        for end in ends where made {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        guard isUsable else { return }
        _ = close(descriptor)
        _ = close(writingEnd)
    }

    /// False when the process has no descriptors left.
    var isUsable: Bool { descriptor >= 0 }

    /// Wakes the thread, now and at every later `poll`.
    func signal() {
        _ = unsafe write(writingEnd, [1], 1)
    }
}
