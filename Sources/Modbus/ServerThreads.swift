// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Threads

/// Runs the jobs of a server, each on a thread of its own, and tells when all of them are over.
final class ServerThreads: Sendable {
    typealias Job = @Sendable () throws(ServerError) -> Void
    typealias Outcome = Result<Void, ServerError>

    private struct Running {
        /// How many jobs there are, and one more until all have begun.
        var count: Int
        /// The first failure, if there was one.
        var outcome = Outcome.success(())
        let stop: @Sendable () -> Void
        let tell: @Sendable (Outcome) -> Void
    }

    private enum Phase {
        case waiting([Job])
        case running(Running)
        case over
    }

    private let phase = Mutex(Phase.waiting([]))

    /// Starts `job` and those that were added until now. False if that was done before.
    ///
    /// - Parameters:
    ///   - stop: ends the other jobs when one has failed.
    ///   - tell: is called once, on the last of the threads.
    func begin(
        _ job: @escaping Job,
        stop: @escaping @Sendable () -> Void,
        tell: @escaping @Sendable (Outcome) -> Void
    ) -> Bool {
        let jobs: [Job]? = phase.withLock { phase in
            guard case .waiting(let others) = phase else { return nil }
            let jobs = [job] + others
            phase = .running(Running(count: jobs.count + 1, stop: stop, tell: tell))
            return jobs
        }
        guard let jobs else { return false }
        for job in jobs {
            do throws(ServerError) { try start(job) } catch { end(with: .failure(error)) }
        }
        end(with: .success(()))
        return true
    }

    /// Runs a job as well: now, or with the others when they begin. What comes after they are over is left out.
    ///
    /// - Throws: ``ServerError/systemCall(_:errno:)`` if there is no thread for it.
    func add(_ job: @escaping Job) throws(ServerError) {
        let isRunning = phase.withLock { phase in
            switch phase {
            case .waiting(let jobs):
                phase = .waiting(jobs + [job])
                return false
            case .running(var running):
                running.count += 1
                phase = .running(running)
                return true
            case .over: return false
            }
        }
        guard isRunning else { return }
        do throws(ServerError) {
            try start(job)
        } catch {
            end(with: .success(()))
            throw error
        }
    }

    private func start(_ job: @escaping Job) throws(ServerError) {
        do throws(SystemError) {
            try DedicatedThread.start {
                do throws(ServerError) {
                    try job()
                    self.end(with: .success(()))
                } catch {
                    self.end(with: .failure(error))
                }
            }
        } catch {
            throw .systemCall("pthread_create", errno: error.number)
        }
    }

    private func end(with outcome: Outcome) {
        let now: Running? = phase.withLock { phase in
            guard case .running(var running) = phase else { return nil }
            running.count -= 1
            if case .success = running.outcome { running.outcome = outcome }
            phase = running.count == 0 ? .over : .running(running)
            return running
        }
        guard let now else { return }
        if case .failure = outcome { now.stop() }
        if now.count == 0 { now.tell(now.outcome) }
    }
}
