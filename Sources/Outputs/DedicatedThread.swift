// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Runs one job on a thread of its own, so that waiting in it holds up no one else.
enum DedicatedThread {
    private final class Job {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Returns the system's error number if the thread can't be made, and 0 if it runs.
    static func start(_ job: @escaping @Sendable () -> Void) -> Int32 {
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
            return result
        }
        _ = pthread_detach(thread)
        return 0
    }
}
