// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Runs one job on a thread of its own, so that waiting in it holds up no one else.
package enum DedicatedThread {
    private final class Job {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// - Throws: why the thread can't be made; then `job` doesn't run.
    package static func start(_ job: @escaping @Sendable () -> Void) throws(SystemError) {
        let reference = unsafe Unmanaged.passRetained(Job(job))
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            },
            reference.toOpaque()
        )
        if result != 0 {
            unsafe reference.release()
            throw SystemError(number: result)
        }
        _ = pthread_detach(thread)
    }
}
