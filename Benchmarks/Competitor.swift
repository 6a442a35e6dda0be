// SPDX-License-Identifier: Apache-2.0

import Foundation

/// dsmr_parser (https://github.com/esphome-libs/dsmr_parser), the fastest C++ parser known, where the machine has it.
///
/// It is no part of this project: the environment variable `METERBRIDGE_CPP_PARSER` names the folder of its checkout, and
/// `Competitors/dsmr_parser.cpp` is compiled against that when the benchmark runs, by `CXX` or else by `c++`.
enum Competitor {
    private static let what = "dsmr_parser (C++), to a complete reading"

    /// The row of the table, or one that says why there is none.
    ///
    /// - Parameter watts: the sum of the telegrams' power, which the parser has to find too.
    static func row(telegrams: [[UInt8]], watts: Int64, runs: Int = 9) -> any CustomStringConvertible {
        let environment = ProcessInfo.processInfo.environment
        guard let parser = environment["METERBRIDGE_CPP_PARSER"] else {
            return Missing(what: what, why: "absent: METERBRIDGE_CPP_PARSER names no folder")
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "meterbridge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let driver = folder.appending(path: "driver").path
            let file = folder.appending(path: "telegrams").path
            try Data(telegrams.joined()).write(to: URL(filePath: file))
            let here = URL(filePath: #filePath).deletingLastPathComponent()
            let source = here.appending(path: "Competitors/dsmr_parser.cpp").path
            let compiler = (environment["CXX"] ?? "c++").split(separator: " ").map(String.init)
            _ = try run(compiler + ["-std=c++20", "-O3", "-I", parser + "/src", "-o", driver, source])
            let rounds = max(1, 20_000 / telegrams.count)
            return try figure(run([driver, file, "\(rounds)", "\(runs)"]), telegrams: telegrams.count, watts: watts)
        } catch {
            return Missing(what: what, why: "\(error)")
        }
    }

    private static func figure(_ output: String, telegrams: Int, watts: Int64) throws -> Figure {
        let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
        guard numbers.count == 4, numbers[2] == telegrams, numbers[3] == watts else {
            throw Problem(description: "read other values than \(telegrams) telegrams and \(watts) W: \(output)")
        }
        return Figure(what: what, best: .nanoseconds(numbers[0]), median: .nanoseconds(numbers[1]))
    }

    /// Runs a program of the search path to its end and gives all that it wrote.
    private static func run(_ command: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Problem(description: "\(command[0]) failed: \(text.trimmingCharacters(in: .whitespacesAndNewlines))")
        }
        return text
    }

    private struct Problem: Error, CustomStringConvertible {
        let description: String
    }
}
