// SPDX-License-Identifier: Apache-2.0

/// Compares the Modbus server with others on the same machine and prints a table: `swift run -c release benchmark-modbus`.
///
/// The servers run on one core and their clients on another. With the argument `serve` it is the server that is measured.
@main
enum ModbusBenchmark {
    /// As many registers as the native map has addresses.
    static let words = 1336

    static func main() async throws {
        if CommandLine.arguments.dropFirst().first == "serve" { return try await ServerUnderTest.run(words: words) }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let bench = try Bench(programs: ComparedPrograms(in: folder.path))
        print("modbus: reads of 10, 50 and 125 of \(words) registers, which are replaced 1000 times a second")
        let turns = try Turns(on: bench)
        for row in turns.table { print("  \(row)") }
        var isRight = turns.isRight
        for row in turns.comparisons { print("  \(row)") }
        let quiet = try QuietClients(on: bench)
        for row in quiet.comparisons { print("  \(row)") }
        let hazards = try UnderHazards(on: bench)
        for row in hazards.comparisons { print("  \(row)") }
        isRight = isRight && quiet.isRight && hazards.isRight
        print(isRight ? "  no answer wrong, none torn between two images" : "  ANSWERS WRONG OR TORN: see the table")
        if !isRight { throw WrongAnswers() }
    }

    struct WrongAnswers: Error, CustomStringConvertible {
        let description = "A server gave wrong or torn answers; the figures mean nothing."
    }
}
