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
        var arguments = ["/usr/bin/mbpoll", "-m", "tcp", "-p", "\(port)", "-a", "\(unit)", "-0", "-1", "-q"]
        arguments += ["-r", "\(address)", "-c", "\(count)", "-t", type] + (isBigEndian ? ["-B"] : []) + ["127.0.0.1"]
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
    static func path(_ name: String) -> String {
        (ProcessInfo.processInfo.environment["METERBRIDGE_TEST_TOOLS"] ?? ".build/test-tools") + "/bin/" + name
    }
}

/// pymodbus, from PyPI, in the virtual environment that `make test` sets up.
enum Pymodbus {
    private static let python = TestTools.path("python")

    /// One read: what it says, or how it failed.
    enum Answer: Equatable {
        case words([Int])
        case exception(Int)
        case nothing
    }

    /// Makes the reads one after the other over one connection. Each is `function/unit/address/count`.
    static func read(port: Int, _ reads: [String], timeout: Double = 1) async throws -> [Answer] {
        let script = """
            import sys
            from pymodbus.client import ModbusTcpClient
            from pymodbus.exceptions import ModbusException
            port, timeout = int(sys.argv[1]), float(sys.argv[2])
            client = ModbusTcpClient("127.0.0.1", port=port, timeout=timeout, retries=0)
            for text in sys.argv[3:]:
                function, unit, address, count = (int(part) for part in text.split("/"))
                call = {1: client.read_coils, 2: client.read_discrete_inputs,
                        3: client.read_holding_registers, 4: client.read_input_registers}[function]
                try:
                    if not client.connected:
                        client.connect()
                    answer = call(address, count=count, device_id=unit)
                except ModbusException:
                    print("nothing", flush=True)
                    client.close()
                    continue
                if answer.isError():
                    print("exception", answer.exception_code, flush=True)
                else:
                    values = answer.bits[:count] if function < 3 else answer.registers
                    print("words", *(int(value) for value in values), flush=True)
            """
        let (status, output, errors) = try await Program.run([python, "-c", script, "\(port)", "\(timeout)"] + reads)
        try #require(status == 0, "pymodbus failed: \(errors)")
        return output.split(separator: "\n").map { line in
            let parts = line.split(separator: " ")
            switch parts.first {
            case "words": return .words(parts.dropFirst().compactMap { Int($0) })
            case "exception": return .exception(Int(parts.last ?? "") ?? 0)
            default: return .nothing
            }
        }
    }
}
