// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The real program, serving on a port of its own.
final class RunningGateway: Sendable {
    /// The binary that was built beside the tests.
    static let executable =
        Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("meterbridge").path
        ?? ".build/debug/meterbridge"

    let program: Program
    let port: Int
    private let state: TemporaryFolder

    /// Starts `meterbridge` with these arguments and waits until it serves.
    ///
    /// - Parameters:
    ///   - port: where it listens; 0 is any free port.
    ///   - launcher: a program that becomes `meterbridge`.
    ///   - state: where it keeps its counters; without, in a folder of its own that is gone after the test.
    convenience init(
        _ arguments: [String],
        port: Int = 0,
        through launcher: [String] = [],
        state: TemporaryFolder? = nil
    ) async throws {
        let state = try state ?? TemporaryFolder()
        let command = launcher + [RunningGateway.executable] + arguments
        let program = try Program(command + ["--listen", "127.0.0.1:\(port)", "--state", state.path])
        try await self.init(program, state: state)
    }

    /// Waits until a program serves that listens on any free port.
    init(_ program: Program, state: TemporaryFolder) async throws {
        self.program = program
        self.state = state
        let announcement = await program.errors.first { $0.contains("serving Modbus TCP") }
        let digits = announcement.split(separator: ":").last.map(String.init) ?? ""
        self.port = try #require(
            Int(digits.prefix(while: \.isNumber)),
            "it did not say where it serves: \(program.errors.text)"
        )
    }

    /// Ends it as a power cut would.
    func kill() async {
        program.kill()
        _ = await program.exitStatus()
    }

    func stop() async {
        program.terminate()
        _ = await program.exitStatus()
    }

    /// Feeds a telegram by standard input and waits until it has been taken in.
    func feed(_ telegram: [UInt8], andAwait state: String? = nil) async throws {
        let seen = program.errors.count
        try program.write(telegram)
        if let state { await awaitState(state, from: seen) }
    }

    /// Speaks as a meter does, telegram after telegram, until the gateway's meter is fresh again: those that come in one go don't
    /// count as two.
    func recover(import watts: Int = 668) async throws {
        let period = Duration.milliseconds(120)
        let seen = program.errors.count
        let speaking = Task {
            for second in 1...50 {
                try program.write(Fixture.threePhases(second: second, import: watts))
                try await Task.sleep(for: period)
            }
        }
        await awaitState("fresh", from: seen)
        speaking.cancel()
        _ = await speaking.result
    }

    /// Waits until the log says that the meter has come into a state.
    func awaitState(_ state: String, from: Int = 0) async {
        let line = await program.errors.first(from: from) { $0.contains("state changed") && $0.contains("to=\(state)") }
        #expect(!line.isEmpty, "the meter never became \(state):\n\(program.errors.text)")
    }
}
