// SPDX-License-Identifier: Apache-2.0

/// Where the page is served: `127.0.0.1:8080`, `[::1]:8080`, `0.0.0.0:8080`, or a port alone for this machine only.
package struct DashboardAddress: Sendable, Hashable {
    /// Only programs on this machine reach it.
    package static let loopback = "127.0.0.1"

    /// A name or a numeric address, without brackets.
    package var host: String
    /// 0 asks the system for any free port.
    package var port: UInt16

    package init(host: String = DashboardAddress.loopback, port: UInt16 = 8080) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, `[IPv6]:PORT` or `PORT`; `*` and an empty host are every IPv4 interface.
    package init(_ text: String) throws(DashboardAddressFault) {
        guard let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") else {
            self.init(port: try DashboardAddress.port(text[...], of: text))
            return
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard HostName.isIPv6(host) else { throw .badHost(text) }
        } else if host.contains(where: { ":[]/@ \t".contains($0) }) {
            throw .badHost(text)
        }
        let port = try DashboardAddress.port(text[text.index(after: colon)...], of: text)
        self.init(host: host.isEmpty || host == "*" ? "0.0.0.0" : String(host), port: port)
    }

    private static func port(_ digits: Substring, of text: String) throws(DashboardAddressFault) -> UInt16 {
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = UInt16(digits) else { throw .badPort(text) }
        return port
    }
}

extension DashboardAddress: CustomStringConvertible {
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Why a text doesn't say where to serve the page.
package enum DashboardAddressFault: Error, Hashable, Sendable {
    case badHost(String)
    case badPort(String)
}

extension DashboardAddressFault: CustomStringConvertible {
    /// The fault as a sentence with an example.
    package var description: String {
        switch self {
        case .badHost(let text):
            "'\(text)' is not HOST:PORT; an IPv6 address stands in brackets. Example: 127.0.0.1:8080"
        case .badPort(let text):
            "'\(text)' doesn't end in a port, which is a number up to 65535. Example: 127.0.0.1:8080"
        }
    }
}
