// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An error number of the system (errno(3)).
package struct SystemError: Error {
    package let number: Int32

    /// What just failed on this thread.
    package static var last: SystemError { SystemError(number: errno) }

    package init(number: Int32) { self.number = number }

    /// In the system's words.
    package var text: String {
        guard let message = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: message)
    }
}
