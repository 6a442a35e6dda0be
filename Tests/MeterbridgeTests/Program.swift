// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A program that a test runs: its input, its lines of output as they come, and its end.
final class Program: Sendable {
    let output = Lines()
    let errors = Lines()
    private let process: Mutex<Process>
    private let input: FileHandle
    private let ended = Lines()

    /// - Parameter arguments: the path of the executable first.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        input = stdin.fileHandleForWriting
        output.read(stdout.fileHandleForReading)
        errors.read(stderr.fileHandleForReading)
        let ended = ended
        process.terminationHandler = { ended.add("\($0.terminationStatus)") }
        try process.run()
        self.process = Mutex(process)
    }

    deinit { process.withLock { if $0.isRunning { $0.terminate() } } }

    func write(_ bytes: [UInt8]) throws { try input.write(contentsOf: Data(bytes)) }

    func closeInput() throws { try input.close() }

    func terminate() { process.withLock { $0.terminate() } }

    /// Waits for the end of the program.
    func exitStatus() async -> Int32 { Int32(await ended.first { _ in true }) ?? -1 }

    /// Runs a program to its end and gives what it wrote.
    static func run(
        _ arguments: [String],
        input: [UInt8] = []
    ) async throws -> (status: Int32, output: String, errors: String) {
        let program = try Program(arguments)
        if !input.isEmpty { try program.write(input) }
        try program.closeInput()
        let status = await program.exitStatus()
        return (status, await program.output.all(), await program.errors.all())
    }
}

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

    func read(_ handle: FileHandle) {
        handle.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                self?.complete()
                return
            }
            self?.take(Array(data))
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
