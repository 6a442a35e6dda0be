// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// The lines that come out of a program, to be awaited.
final class Lines: Sendable {
    private struct Waiting {
        let id: Int
        let from: Int
        let matches: @Sendable (String) -> Bool
        let continuation: CheckedContinuation<String, Never>
    }

    private struct State {
        var lines: [String] = []
        var rest: [UInt8] = []
        var isComplete = false
        var waiting: [Waiting] = []
        var nextWaiting = 0
        var completions: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Reads until the other end is closed, on a thread of its own.
    func read(_ descriptor: Int32) {
        Thread.detachNewThread { [self] in
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = Glibc.read(descriptor, &chunk, chunk.count)
                guard count > 0 else { break }
                take(Array(chunk[..<count]))
            }
            close(descriptor)
            complete()
        }
    }

    func add(_ line: String) { take(Array("\(line)\n".utf8)) }

    /// The first line that matches, among those that have come and those that will; `from` skips as many. Empty when the
    /// program ends without one, or the test's time is up.
    func first(from: Int = 0, where matches: @escaping @Sendable (String) -> Bool) async -> String {
        let id = state.withLock { state in
            state.nextWaiting += 1
            return state.nextWaiting
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if let line = state.lines.dropFirst(from).first(where: matches) {
                        continuation.resume(returning: line)
                    } else if state.isComplete || Task.isCancelled {
                        continuation.resume(returning: "")
                    } else {
                        state.waiting.append(Waiting(id: id, from: from, matches: matches, continuation: continuation))
                    }
                }
            }
        } onCancel: {
            state.withLock { state in
                state.waiting.removeAll { waiting in
                    guard waiting.id == id else { return false }
                    waiting.continuation.resume(returning: "")
                    return true
                }
            }
        }
    }

    /// What has come up to now.
    var text: String { state.withLock { $0.lines.joined(separator: "\n") } }

    var count: Int { state.withLock { $0.lines.count } }

    /// Everything, once the program has closed its end.
    func all() async -> String {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if state.isComplete { continuation.resume() } else { state.completions.append(continuation) }
            }
        }
        return state.withLock { ($0.lines + [String(decoding: $0.rest, as: UTF8.self)]).joined(separator: "\n") }
    }

    private func take(_ bytes: [UInt8]) {
        state.withLock { state in
            state.rest += bytes
            while let feed = state.rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: state.rest[..<feed], as: UTF8.self)
                state.rest.removeSubrange(...feed)
                state.lines.append(line)
                let index = state.lines.count - 1
                state.waiting.removeAll { waiting in
                    guard index >= waiting.from, waiting.matches(line) else { return false }
                    waiting.continuation.resume(returning: line)
                    return true
                }
            }
        }
    }

    private func complete() {
        state.withLock { state in
            state.isComplete = true
            for waiting in state.waiting { waiting.continuation.resume(returning: "") }
            for completion in state.completions { completion.resume() }
            state.waiting = []
            state.completions = []
        }
    }
}
