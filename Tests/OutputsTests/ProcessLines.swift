// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The lines that a process writes, as they come.
final class ProcessLines: Sendable {
    let pipe: Pipe
    private let lines: AsyncStream<String>

    init() {
        let (lines, continuation) = AsyncStream<String>.makeStream()
        let pipe = Pipe()
        let rest = Mutex("")
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty {
                handle.readabilityHandler = nil
                continuation.finish()
                return
            }
            rest.withLock { rest in
                rest += String(decoding: data, as: UTF8.self)
                var pieces = rest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                rest = pieces.removeLast()
                for piece in pieces { continuation.yield(piece) }
            }
        }
        self.pipe = pipe
        self.lines = lines
    }

    /// The next line that fits; those before it are gone.
    func first(where fits: (String) -> Bool) async throws -> String {
        for await line in lines where fits(line) { return line }
        throw Ended()
    }

    struct Ended: Error {}
}

extension Process {
    /// Foundation starts processes with the signals of its own threads blocked, so that they hear no other one.
    func stopAtOnce() {
        kill(processIdentifier, SIGKILL)
        waitUntilExit()
    }
}
