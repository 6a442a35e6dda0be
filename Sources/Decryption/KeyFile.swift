// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An open file that holds a key. The permissions asked for are those of the very file that is read, even if another one
/// takes its name in between.
struct KeyFile: ~Copyable {
    /// Ten times what a key with a colon between all bytes needs.
    private static let largestSize = 512

    private let path: String
    private let descriptor: Int32

    /// Opens the file for reading.
    init(path: String) throws(KeyFileFault) {
        // Non-blocking: opening a named pipe that nobody writes to would wait for ever.
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .missing(path: path)
            case EACCES, EPERM: throw .permissionDenied(path: path)
            default: throw .failed(path: path, operation: "open", error: errno)
            }
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }

    /// Refuses what isn't a file, and a file that is open to others.
    func checkPermissions() throws(KeyFileFault) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .failed(path: path, operation: "fstat", error: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard Self.isPrivate(mode: status.st_mode, owner: status.st_uid) else {
            throw .openToOthers(path: path, mode: UInt32(status.st_mode & 0o777))
        }
    }

    /// Whether nobody but the owner may read the file or change it. The group may read a file of the superuser: that is how
    /// a packaged service gets a secret that it can't change.
    static func isPrivate(mode: mode_t, owner: uid_t) -> Bool {
        let allowed: mode_t = owner == 0 ? 0o740 : 0o700
        return mode & 0o777 & ~allowed == 0
    }

    /// The whole file, which is small.
    func contents() throws(KeyFileFault) -> [UInt8] {
        // One byte more than allowed tells a file that is too large.
        var bytes = [UInt8](repeating: 0, count: Self.largestSize + 1)
        var count = 0
        while count < bytes.count {
            let received = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, buffer.count - count)
            }
            if received == 0 { break }
            if received < 0 {
                guard errno == EINTR else { throw .failed(path: path, operation: "read", error: errno) }
                continue
            }
            count += received
        }
        guard count <= Self.largestSize else { throw .tooLarge(path: path) }
        return Array(bytes[..<count])
    }
}
