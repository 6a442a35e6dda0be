// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The process's limit of open files.
enum DescriptorLimit {
    /// Raises the soft limit to `wanted`, as far as the hard limit lets it, and never lowers it.
    ///
    /// - Returns: the soft limit that holds afterwards.
    static func raise(to wanted: Int) -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        if limit.rlim_cur < wanted {
            var raised = limit
            raised.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
            if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
