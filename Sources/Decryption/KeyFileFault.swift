// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Why a key can't be had from a file, with what a person needs to mend it.
package enum KeyFileFault: Error, Sendable, Hashable {
    case missing(path: String)
    /// The user that runs this program may not read the file.
    case permissionDenied(path: String)
    /// Others may read or change the file; `mode` is its permission bits.
    case openToOthers(path: String, mode: UInt32)
    /// A folder, a device or a pipe.
    case notAFile(path: String)
    /// Many times larger than a key.
    case tooLarge(path: String)
    /// The file holds something else than one key.
    case notAKey(path: String, DecryptionKeyFault)
    /// An operation of the system failed in a way that has no case of its own; `error` is its `errno`.
    case failed(path: String, operation: String, error: Int32)
}

extension KeyFileFault: CustomStringConvertible {
    /// The fault as a sentence: what, where, what to do.
    package var description: String {
        switch self {
        case .missing(let path):
            "the key file \(path) doesn't exist; correct the path, or write the key there and run 'chmod 600 \(path)'."
        case .permissionDenied(let path):
            "the key file \(path) may not be read by the user that runs this program; make that user its owner with 'chown', "
                + "or leave it to root and that user's group with 'chmod 640'."
        case .openToOthers(let path, let mode):
            "the key file \(path) is open to others (mode \(octal(mode))); run 'chmod 600 \(path)'."
        case .notAFile(let path):
            "\(path) is a folder, a device or a pipe; a key is read from a file only."
        case .tooLarge(let path):
            "\(path) is too large for a key file; it may hold one key of \(2 * DecryptionKey.length) hexadecimal digits and "
                + "nothing else."
        case .notAKey(let path, let fault):
            "\(path): \(fault)"
        case .failed(let path, let operation, let error):
            "the key file \(path) can't be read: \(operation) failed with \(reason(error))."
        }
    }
}

private func octal(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

private func reason(_ error: Int32) -> String {
    unsafe strerror(error).map { unsafe String(cString: $0) } ?? "error \(error)"
}
