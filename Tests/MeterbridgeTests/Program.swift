// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// A program that a test runs: its input, its lines of output as they come, and its end.
///
/// Foundation's `Process` waits by `select`, which is blind to descriptors above 1023, and other tests open thousands.
final class Program: Sendable {
    struct CannotStart: Error {
        let path: String
        let errno: Int32
    }

    let output = Lines()
    let errors = Lines()
    private let ended = Lines()
    let identifier: pid_t
    /// The write end of its standard input, until that is closed.
    private let input: Mutex<Int32?>

    /// One at a time, so that no program is born with the pipes of another.
    private static let starting = Mutex(())

    /// - Parameter arguments: the path of the executable first.
    init(_ arguments: [String]) throws {
        let started = try Program.starting.withLock { _ in try Program.start(arguments) }
        identifier = started.identifier
        input = Mutex(started.input)
        output.read(started.output)
        errors.read(started.errors)
        Thread.detachNewThread { [ended] in
            var status: Int32 = 0
            while waitpid(started.identifier, &status, 0) < 0, errno == EINTR {}
            // The exit status of a program that ended by itself, the negative signal of one that was killed.
            ended.add(status & 0x7F == 0 ? "\(status >> 8 & 0xFF)" : "\(-(status & 0x7F))")
        }
    }

    private struct Started {
        let identifier: pid_t
        let input: Int32
        let output: Int32
        let errors: Int32
    }

    private static func start(_ arguments: [String]) throws -> Started {
        let (stdin, stdout, stderr) = (pipe(), pipe(), pipe())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (end, standard) in [
            (stdin.read, STDIN_FILENO), (stdout.write, STDOUT_FILENO), (stderr.write, STDERR_FILENO),
        ] {
            posix_spawn_file_actions_adddup2(&actions, end, standard)
        }
        // What other tests have open is not the program's: it would keep their connections open.
        for descriptor in try openDescriptors() where descriptor > STDERR_FILENO {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // Threads of a pool block all signals, and a program is born with what the thread that starts it blocks.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var identifier: pid_t = 0
        let result = posix_spawn(&identifier, arguments[0], &actions, &attributes, &pointers, environ)
        for end in [stdin.read, stdout.write, stderr.write] { close(end) }
        guard result == 0 else { throw CannotStart(path: arguments[0], errno: result) }
        return Started(identifier: identifier, input: stdin.write, output: stdout.read, errors: stderr.read)
    }

    deinit {
        Glibc.kill(identifier, SIGKILL)
        try? closeInput()
    }

    func write(_ bytes: [UInt8]) throws {
        try input.withLock { input in
            guard let input, Glibc.write(input, bytes, bytes.count) == bytes.count else {
                throw CannotStart(path: "standard input", errno: errno)
            }
        }
    }

    func closeInput() throws {
        input.withLock { input in
            if let open = input { close(open) }
            input = nil
        }
    }

    func terminate() { Glibc.kill(identifier, SIGTERM) }

    /// Ends it as a power cut would: it can do nothing about it.
    func kill() { Glibc.kill(identifier, SIGKILL) }

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

    private static func openDescriptors() throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
    }

    private static func pipe() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        Glibc.pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
