// SPDX-License-Identifier: Apache-2.0

/// Decides by its `Host` header whether a request was meant for this server.
///
/// A foreign web page can make its own name point at this machine (DNS rebinding) and then read what is served here as if it
/// were its own. The browser still sends that foreign name as `Host`, so only names that are known to be ours are answered. A
/// bare address can't be rebound: where every interface is served, any is accepted.
struct HostRule: Sendable {
    private let names: Set<String>
    private let acceptsAnyAddress: Bool

    /// - Parameter names: under which the machine is known besides, such as `gateway.lan`.
    init(_ address: DashboardAddress, names: [String]) {
        self.names = Set((names + [address.host, "localhost"]).map { $0.lowercased() })
        acceptsAnyAddress = address.host == "0.0.0.0" || address.host == "::"
    }

    /// - Parameter authority: the header's value, `HOST` or `HOST:PORT`; the port doesn't matter, as it may be forwarded.
    func accepts(_ authority: String) -> Bool {
        guard let host = HostName.inAuthority(authority) else { return false }
        if names.contains(host) || HostName.isLoopback(host) { return true }
        return acceptsAnyAddress && (HostName.isIPv4(host) || HostName.isIPv6(host))
    }
}

/// What the host part of an address is.
enum HostName {
    /// The host of `HOST`, `HOST:PORT` or `[IPv6]:PORT`, in lower case and without brackets and the root's dot.
    static func inAuthority(_ authority: String) -> String? {
        var host = authority[...]
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return nil }
            guard isPort(host[host.index(after: end)...]) else { return nil }
            host = host[host.index(after: host.startIndex)..<end]
            return isIPv6(host) ? host.lowercased() : nil
        }
        if let colon = host.firstIndex(of: ":") {
            guard isPort(host[colon...]) else { return nil }
            host = host[..<colon]
        }
        if host.hasSuffix(".") { host.removeLast() }
        return host.isEmpty ? nil : host.lowercased()
    }

    /// 127.0.0.0/8 (RFC 1122 3.2.1.3) and `::1` (RFC 4291 2.5.3).
    static func isLoopback(_ host: some StringProtocol) -> Bool {
        isIPv4(host) && host.hasPrefix("127.") || host == "::1"
    }

    static func isIPv4(_ host: some StringProtocol) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { $0.utf8.allSatisfy(isDigit) && $0.count <= 3 && UInt8($0) != nil }
    }

    /// Whether nothing but an IPv6 address can look like this; which one doesn't matter here.
    static func isIPv6(_ host: some StringProtocol) -> Bool {
        host.contains(":") && host.allSatisfy { $0 == ":" || $0 == "." || ($0.isASCII && $0.isHexDigit) }
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.hasPrefix(":") && text.dropFirst().utf8.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
