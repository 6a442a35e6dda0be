// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The signal that ends a process which writes to a client that is gone.
enum BrokenPipeSignal {
    /// Keeps it from this thread: libmodbus sends RTU answers by `write`, which has no flag against it as `send` has. The
    /// write still fails, with `EPIPE`.
    static func block() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
