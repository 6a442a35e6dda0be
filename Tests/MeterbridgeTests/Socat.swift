// SPDX-License-Identifier: Apache-2.0

/// socat, from Debian: stands for cables and converters.
enum Socat {
    /// Two serial ports, as pseudo-terminals under these paths, that are joined until the program ends.
    static func line(between one: String, and other: String) async throws -> Program {
        try await joining("pty,raw,echo=0,link=\(one)", "pty,raw,echo=0,link=\(other)")
    }

    /// A converter that hands on the bytes of a serial port to a TCP server and back.
    static func converter(from path: String, toPort port: Int) async throws -> Program {
        try await joining("pty,raw,echo=0,link=\(path)", "TCP:127.0.0.1:\(port)")
    }

    private static func joining(_ one: String, _ other: String) async throws -> Program {
        let socat = try Program(["/usr/bin/socat", "-d", "-d", one, other])
        _ = await socat.errors.first { $0.contains("starting data transfer loop") }
        return socat
    }
}
