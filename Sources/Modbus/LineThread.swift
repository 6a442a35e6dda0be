// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Hands the loop of a serial line from whoever opened the port to the thread that serves it.
final class LineThread: Sendable {
    private let loop: Mutex<LineLoop?>
    private let published = Mutex(ServerStatistics())

    let reportDesk: ReportDesk
    /// The index of its listener.
    let listener: Int

    init(_ loop: consuming sending LineLoop, reportDesk: ReportDesk, listener: Int) {
        self.loop = Mutex(loop)
        self.reportDesk = reportDesk
        self.listener = listener
    }

    /// What the line has done up to its last turn.
    var statistics: ServerStatistics { published.withLock { $0 } }

    /// Serves on this thread until the stop signal comes, then closes the port.
    func run() -> Result<Void, ServerError> {
        guard var loop = loop.withLock({ $0.take() }) else { return .failure(.alreadyRun) }
        loop.run { statistics in published.withLock { $0 = statistics } }
        return .success(())
    }
}
