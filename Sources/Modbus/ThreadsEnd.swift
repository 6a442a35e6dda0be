// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Threads

/// Runs several jobs, each on a thread of its own, and tells when all of them are over.
final class ThreadsEnd: Sendable {
    typealias Outcome = Result<Void, ServerError>

    private struct State {
        var running: Int
        /// The first failure, if there was one.
        var outcome = Outcome.success(())
    }

    private let state: Mutex<State>
    private let stop: @Sendable () -> Void
    private let tell: @Sendable (Outcome) -> Void

    /// - Parameters:
    ///   - count: how many jobs there will be.
    ///   - stop: ends the other jobs when one has failed.
    ///   - tell: is called once, on the last of the threads.
    init(of count: Int, stop: @escaping @Sendable () -> Void, tell: @escaping @Sendable (Outcome) -> Void) {
        state = Mutex(State(running: count))
        self.stop = stop
        self.tell = tell
    }

    func run(_ job: @escaping @Sendable () -> Outcome) {
        do throws(SystemError) {
            try DedicatedThread.start { self.end(with: job()) }
        } catch {
            end(with: .failure(.systemCall("pthread_create", errno: error.number)))
        }
    }

    private func end(with outcome: Outcome) {
        if case .failure = outcome { stop() }
        let final: Outcome? = state.withLock { state in
            state.running -= 1
            if case .success = state.outcome { state.outcome = outcome }
            return state.running == 0 ? state.outcome : nil
        }
        if let final { tell(final) }
    }
}
