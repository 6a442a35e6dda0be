// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Modbus

/// Which Modbus clients are let in, and how many of them.
struct LimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Let only these addresses connect to Modbus: a network or a host, such as 192.168.1.0/24 or fd00::/8; may be given \
            several times. 127.0.0.1 and ::1 always may
            """,
            valueName: "network"
        ),
        transform: { text in
            do throws(AddressRangeError) {
                return try AddressRange(text)
            } catch {
                throw ValidationError("\(error)")
            }
        }
    )
    var allow: [AddressRange] = []

    @Option(
        help: ArgumentHelp(
            "Modbus connections at a time, by default 512; above that the longest idle one goes if it is idle for 10 s, else the new one",
            valueName: "count"
        ),
        transform: { try count($0, "--max-connections") }
    )
    var maxConnections: Int?

    @Option(
        help: ArgumentHelp(
            "The same for the connections from one address; by default half of all, from this machine all",
            valueName: "count"
        ),
        transform: { try count($0, "--max-connections-per-address") }
    )
    var maxConnectionsPerAddress: Int?

    var connectionLimits: ConnectionLimits {
        var limits = ConnectionLimits()
        if let maxConnections { limits.connections = maxConnections }
        limits.connectionsPerAddress = maxConnectionsPerAddress
        limits.allowed = allow.isEmpty ? nil : allow
        return limits
    }

    /// The options that were given.
    var given: [String] {
        (allow.isEmpty ? [] : ["--allow"]) + (maxConnections == nil ? [] : ["--max-connections"])
            + (maxConnectionsPerAddress == nil ? [] : ["--max-connections-per-address"])
    }

    private static func count(_ text: String, _ option: String) throws -> Int {
        // A million is more than Linux lets a process open by default.
        guard let count = Int(text), (1...1_000_000).contains(count) else {
            throw ValidationError("'\(text)' is no number of connections; write for example \(option) 512")
        }
        return count
    }
}
