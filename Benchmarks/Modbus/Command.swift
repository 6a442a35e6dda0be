// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program of the search path while it runs.
final class Command {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let name: String

    var identifier: Int32 { process.processIdentifier }

    init(_ command: [String]) throws {
        name = command.joined(separator: " ")
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Its next line; throws if it ends before.
    func line() throws -> String {
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        throw Failure(description: "\(name) ended without a word")
    }

    /// Asks it to end, by the end of its input or by a signal, and waits for that.
    func end(bySignal: Bool) {
        try? input.fileHandleForWriting.close()
        if bySignal { process.terminate() }
        process.waitUntilExit()
    }

    /// Runs it to its end and gives all that it wrote.
    static func output(of command: [String]) throws -> String {
        let running = try Command(command)
        let text = String(decoding: try running.output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        running.process.waitUntilExit()
        guard running.process.terminationStatus == 0 else {
            throw Failure(description: "\(running.name) failed: \(text)")
        }
        return text
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
