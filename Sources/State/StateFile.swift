// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Notation
import Threads

/// The file that keeps one meter's state, locked against every other process for as long as this value lives.
///
/// What stands in it is replaced whole: written to a file beside it, flushed to the disk and put in its place, so that after a
/// power cut it is either the old text or the new one (rename(2), fsync(2)).
package final class StateFile: Sendable {
    /// The steps of a replacement, in their order.
    package enum Step: CaseIterable, Sendable {
        case write
        case flush
        case rename
        case flushFolder
    }

    /// A few meters take a few kilobytes.
    private static let largest = 1 << 20
    private static let mostDamaged = 100

    package let path: String
    private let folder: String
    private let lock: Int32
    private let before: @Sendable (Step) throws(StateFault) -> Void

    /// Makes the folder where it is missing, and locks the meter's file in it.
    ///
    /// - Parameters:
    ///   - meter: the meter's name in the configuration; any text.
    ///   - before: is called before each step of a replacement; what it throws ends the replacement there.
    package init(
        meter: String,
        folder: String,
        before: @escaping @Sendable (Step) throws(StateFault) -> Void = { _ throws(StateFault) in }
    ) throws(StateFault) {
        try StateFile.makeFolder(folder)
        // Letters, digits and three signs: no name can lead out of the folder, or be one of its other files.
        let name = PercentEncoding.encoded(meter) { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
        self.folder = folder
        self.before = before
        path = "\(folder)/\(name).state"
        // A file of its own, because the other one is replaced.
        let lockPath = "\(folder)/\(name).lock"
        lock = unsafe open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw StateFault(lockPath, "open") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let fault = isTaken ? StateFault.taken(path: path) : StateFault(lockPath, "flock")
            close(lock)
            throw fault
        }
    }

    deinit { close(lock) }

    /// What stands in the file; `nil` where there is none.
    package func text() throws(StateFault) -> SourceText? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw StateFault(path, "open")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StateFault(path, "read") }
            guard count > 0 else { return SourceText(name: path, text: String(decoding: bytes, as: UTF8.self)) }
            bytes += chunk[..<count]
            guard bytes.count <= StateFile.largest else { throw .tooLarge(path: path) }
        }
    }

    /// Puts a text in the place of what stands in the file, so that it survives a power cut from now on.
    package func replace(with text: String) throws(StateFault) {
        let new = path + ".new"
        try before(.write)
        let descriptor = unsafe open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StateFault(new, "open") }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StateFault(new, "write") }
            rest = rest.dropFirst(count)
        }
        try before(.flush)
        guard fsync(descriptor) == 0 else { throw StateFault(new, "fsync") }
        try before(.rename)
        guard unsafe rename(new, path) == 0 else { throw StateFault(path, "rename") }
        try before(.flushFolder)
        try flushFolder()
    }

    /// Gives the file another name, so that its place is free and nothing is lost.
    ///
    /// - Returns: its new path.
    package func setAside() throws(StateFault) -> String {
        for number in 1...StateFile.mostDamaged {
            let other = "\(path).damaged-\(number)"
            guard unsafe access(other, F_OK) != 0 else { continue }
            guard unsafe rename(path, other) == 0 else { throw StateFault(other, "rename") }
            try flushFolder()
            return other
        }
        throw .tooManyDamaged(path: path)
    }

    private func flushFolder() throws(StateFault) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StateFault(folder, "open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StateFault(folder, "fsync") }
    }

    /// Like `mkdir -p`; what is new belongs to this user alone.
    private static func makeFolder(_ path: String) throws(StateFault) {
        var part = path.hasPrefix("/") ? "" : "."
        for name in path.split(separator: "/") {
            part += "/\(name)"
            guard unsafe mkdir(part, 0o700) != 0, errno != EEXIST else { continue }
            let fault = StateFault(part, "mkdir")
            // Where a folder stands already, some systems say first that it may not be written.
            if unsafe access(part, F_OK) != 0 { throw fault }
        }
    }
}

extension StateFault {
    /// What the system refused last on this thread.
    fileprivate init(_ path: String, _ operation: String) {
        self = .failed(path: path, operation: operation, reason: SystemError.last.text)
    }
}
