// SPDX-License-Identifier: Apache-2.0

extension DecryptionKey {
    /// Reads the key that a file holds and nothing else, in the form that ``init(_:)`` takes.
    ///
    /// - Throws: ``KeyFileFault``; also when users may read the file, or write to it, whom the key doesn't concern.
    package static func read(fromFile path: String) throws(KeyFileFault) -> DecryptionKey {
        let file = try KeyFile(path: path)
        try file.checkPermissions()
        let bytes = try file.contents()
        do throws(DecryptionKeyFault) {
            return try DecryptionKey(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw .notAKey(path: path, error)
        }
    }
}
