// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Notation
import Threads

extension SourceText {
    /// No text that a person writes is near this; a device or a wrong file is.
    private static let largestFile = 4 << 20

    /// The text of a file; of standard input where the path is `-`.
    package init(readingFile path: String) throws(UnreadableFile) {
        let isStandardInput = path == "-"
        let descriptor = isStandardInput ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw UnreadableFile(path: path, errno: Glibc.errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw UnreadableFile(path: path, errno: Glibc.errno) }
            guard count > 0 else { break }
            bytes += chunk[..<count]
            guard bytes.count <= Self.largestFile else { throw UnreadableFile(path: path, errno: EFBIG) }
        }
        self.init(
            name: isStandardInput ? "(standard input)" : path,
            text: String(decoding: bytes, as: UTF8.self)
        )
    }
}

/// Why a file's text can't be had.
package struct UnreadableFile: Error, CustomStringConvertible {
    let path: String
    let errno: Int32

    package var description: String { "'\(path)' can't be read: \(SystemError(number: errno).text)." }
}
