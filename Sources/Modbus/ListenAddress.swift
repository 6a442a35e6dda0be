// SPDX-License-Identifier: Apache-2.0

/// Where a server listens: `0.0.0.0:502`, `[::]:502`, `localhost:1502`.
package struct ListenAddress: Sendable, Hashable, LosslessStringConvertible {
    /// The port that the Internet Assigned Numbers Authority has given to Modbus TCP (`mbap`).
    package static let standardPort: UInt16 = 502

    /// A name or a numeric address: `0.0.0.0` is every IPv4 interface, `::` every interface at all.
    package var host: String
    /// 0 asks the system for any free port.
    package var port: UInt16

    package init(host: String, port: UInt16 = standardPort) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, `[IPv6]:PORT`, or either without a port for port 502; `*` and an empty host are `0.0.0.0`.
    /// Returns nil if the port is not a number up to 65535 or the text is empty.
    package init?(_ text: String) {
        var host = Substring(text)
        var port: Substring?
        if text.hasPrefix("[") {
            guard let bracket = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<bracket]
            let rest = text[text.index(after: bracket)...]
            if host.isEmpty || !(rest.isEmpty || rest.hasPrefix(":")) { return nil }
            if !rest.isEmpty { port = rest.dropFirst() }
        } else if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        if text.isEmpty || host.contains(where: \.isWhitespace) { return nil }
        var number = Self.standardPort
        if let port {
            guard port.allSatisfy(\.isNumber), let parsed = UInt16(port) else { return nil }
            number = parsed
        }
        self.init(host: host.isEmpty || host == "*" ? "0.0.0.0" : String(host), port: number)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
