// SPDX-License-Identifier: Apache-2.0

import Glibc
import Threads

/// A file whose first line is a password. It is read anew at each attempt to connect, and never shown.
package struct PasswordFile: Sendable, Hashable {
    /// Longer than any password: a file like that is the wrong one.
    private static let maximumLength = 1024

    package let path: String

    package init(path: String) {
        self.path = path
    }

    package func password() throws(PasswordFileFault) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: SystemError.last.text) }
        defer { _ = close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.maximumLength + 1)
        let count = unsafe read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .unreadable(path: path, reason: SystemError.last.text) }
        let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard line.count <= Self.maximumLength else { throw .tooLong(path: path) }
        guard !line.isEmpty, let password = String(validating: line, as: UTF8.self) else {
            throw .noPassword(path: path)
        }
        return password
    }
}

/// Why a file gives no password.
package enum PasswordFileFault: Error, Hashable, Sendable {
    case unreadable(path: String, reason: String)
    /// Its first line is empty or no text.
    case noPassword(path: String)
    case tooLong(path: String)
}

extension PasswordFileFault: CustomStringConvertible {
    /// The fault as a sentence: what, where, what to do.
    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "The password file \(path) can't be read: \(reason). Check the path, and that the service's user may read it."
        case .noPassword(let path): "The password file \(path) has no password in its first line."
        case .tooLong(let path): "The first line of \(path) is too long for a password; is it the right file?"
        }
    }
}
