// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// mbpoll, from Debian: built on libmodbus, reads from a shell.
enum Mbpoll {
    /// Reads and gives the values by address as mbpoll prints them; `nil` where it reports an error.
    ///
    /// - Parameters:
    ///   - type: mbpoll's own: `3:float`, `4:int`, `4`, `3` …
    ///   - isBigEndian: the high word comes first.
    static func read(
        port: Int,
        unit: Int,
        address: Int,
        count: Int = 1,
        type: String,
        isBigEndian: Bool = true
    ) async throws -> [Int: String]? {
        let link = ["-m", "tcp", "-p", "\(port)"]
        return try await read(link, "127.0.0.1", unit, address, count, type, isBigEndian: isBigEndian)
    }

    /// The same as a master on a serial line, waiting for at most half a second.
    static func read(
        line: String,
        speed: Int,
        unit: Int,
        address: Int,
        count: Int = 1,
        type: String,
        isBigEndian: Bool = true
    ) async throws -> [Int: String]? {
        let link = ["-m", "rtu", "-b", "\(speed)", "-P", "none", "-o", "0.5"]
        return try await read(link, line, unit, address, count, type, isBigEndian: isBigEndian)
    }

    private static func read(
        _ link: [String],
        _ device: String,
        _ unit: Int,
        _ address: Int,
        _ count: Int,
        _ type: String,
        isBigEndian: Bool
    ) async throws -> [Int: String]? {
        var arguments = ["/usr/bin/mbpoll"] + link + ["-a", "\(unit)", "-0", "-1", "-q"]
        arguments += ["-r", "\(address)", "-c", "\(count)", "-t", type] + (isBigEndian ? ["-B"] : []) + [device]
        let (status, output, _) = try await Program.run(arguments)
        guard status == 0 else { return nil }
        var values: [Int: String] = [:]
        for line in output.split(separator: "\n") where line.hasPrefix("[") {
            let parts = line.dropFirst().split(separator: "]", maxSplits: 1)
            guard parts.count == 2, let address = Int(parts[0]) else { continue }
            let value = parts[1].drop { $0 == ":" || $0.isWhitespace }
            values[address] = String(value.prefix { !$0.isWhitespace })
        }
        return values
    }
}

/// Programs that `make test` sets up beside the build.
enum TestTools {
    static var folder: String { ProcessInfo.processInfo.environment["METERBRIDGE_TEST_TOOLS"] ?? ".build/test-tools" }

    static func path(_ name: String) -> String { folder + "/bin/" + name }
}

/// The programs in `Clients`: what others wrote in Python, asked to read a gateway.
enum PythonClient {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Clients"
    ).path

    static func path(_ name: String) -> String { "\(folder)/\(name).py" }

    /// Runs one of them to its end and gives what it wrote.
    ///
    /// - Parameter python: the interpreter, beside the other test tools; what it can import is in its own environment.
    static func run(_ name: String, _ arguments: [String], python: String = "python") async throws -> String {
        let result = try await Program.run([TestTools.path(python), path(name)] + arguments)
        try #require(result.status == 0, "\(name) failed: \(result.errors)")
        return result.output
    }

    /// The same of one that writes JSON.
    static func read<Value: Decodable>(
        _ type: Value.Type,
        by name: String,
        _ arguments: [String],
        python: String = "python"
    ) async throws -> Value {
        try JSONDecoder().decode(type, from: Data(try await run(name, arguments, python: python).utf8))
    }
}

/// pymodbus, from PyPI.
enum Pymodbus {
    /// One request: what it was told, or how it failed.
    enum Answer: Equatable {
        /// What was read; nothing where the request was a write.
        case words([Int])
        /// What the device says of itself.
        case texts([String])
        case exception(Int)
        case nothing
    }

    /// How it reaches a server.
    enum Link {
        case tcp(port: Int)
        case rtuOverTCP(port: Int)
        case serial(path: String, speed: Int)

        fileprivate var arguments: [String] {
            switch self {
            case .tcp(let port): ["socket", "\(port)"]
            case .rtuOverTCP(let port): ["rtu", "\(port)"]
            case .serial(let path, let speed): [path, "\(speed)"]
            }
        }
    }

    /// Makes the requests one after the other over one connection, written as `Clients/modbus_requests.py` says.
    static func read(port: Int, _ requests: [String], timeout: Double = 1) async throws -> [Answer] {
        try await read(.tcp(port: port), requests, timeout: timeout)
    }

    /// The same over any link.
    static func read(_ link: Link, _ requests: [String], timeout: Double = 1) async throws -> [Answer] {
        let output = try await PythonClient.run("modbus_requests", link.arguments + ["\(timeout)"] + requests)
        return output.split(separator: "\n").map { line in
            let parts = line.split(separator: " ")
            if line.hasPrefix("texts\t") { return .texts(line.split(separator: "\t").dropFirst().map(String.init)) }
            switch parts.first {
            case "words": return .words(parts.dropFirst().compactMap { Int($0) })
            case "exception": return .exception(Int(parts.last ?? "") ?? 0)
            default: return .nothing
            }
        }
    }
}
