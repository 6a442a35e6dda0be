// SPDX-License-Identifier: Apache-2.0

/// A broker and the topic below which meters are told of: `mqtt://[user@]host[:port][/prefix]`.
package struct MQTTAddress: Sendable, Hashable {
    /// The port that the Internet Assigned Numbers Authority has given to MQTT without TLS.
    package static let standardPort: UInt16 = 1883
    package static let standardPrefix = "meterbridge"

    package var user: String?
    /// A name or a numeric address, without brackets.
    package var host: String
    package var port: UInt16
    /// One or more topic levels without a slash at either end.
    package var prefix: String

    package init(
        user: String? = nil,
        host: String,
        port: UInt16 = MQTTAddress.standardPort,
        prefix: String = MQTTAddress.standardPrefix
    ) {
        self.user = user
        self.host = host
        self.port = port
        self.prefix = prefix
    }

    /// Reads an address. A password in it is refused: addresses are shown in logs and lists of processes.
    package init(_ text: String) throws(MQTTAddressFault) {
        let scheme = "mqtt://"
        guard text.lowercased().hasPrefix(scheme) else {
            throw .badScheme(String(text.prefix { $0 != ":" && $0 != "@" }))
        }
        let parts = text.dropFirst(scheme.count).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var authority = parts.first ?? ""
        var user: Substring?
        if let at = authority.lastIndex(of: "@") {
            user = authority[..<at]
            authority = authority[authority.index(after: at)...]
        }
        // Before anything of the text can get into another fault.
        if user?.contains(":") == true { throw .passwordInAddress }
        if user?.isEmpty == true { throw .emptyUser }
        let (host, port) = try MQTTAddress.hostAndPort(authority)
        let prefix = parts.count == 2 ? try MQTTAddress.topicPrefix(parts[1]) : MQTTAddress.standardPrefix
        self.init(user: user.map(String.init), host: host, port: port, prefix: prefix)
    }

    private static func hostAndPort(_ authority: Substring) throws(MQTTAddressFault) -> (String, UInt16) {
        var host = authority
        var digits: Substring?
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = authority[..<end].dropFirst()
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .badHost(String(authority)) }
            digits = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            digits = authority[colon...].dropFirst()
            guard digits?.contains(":") == false else { throw .badHost(String(authority)) }
        }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || "[]?#".contains($0) }) else {
            throw .badHost(String(authority))
        }
        guard let digits else { return (String(host), standardPort) }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = UInt16(digits), port > 0 else {
            throw .badPort(String(digits))
        }
        return (String(host), port)
    }

    /// MQTT 3.1.1 section 4.7: no wildcards in a topic that is published to, and `$` begins the broker's own.
    private static func topicPrefix(_ text: Substring) throws(MQTTAddressFault) -> String {
        var prefix = text
        if prefix.hasSuffix("/") { prefix.removeLast() }
        if prefix.isEmpty { return standardPrefix }
        let isTopic = prefix.unicodeScalars.allSatisfy { !"+#?".unicodeScalars.contains($0) && $0.value >= 0x20 }
        guard isTopic, !prefix.hasPrefix("$"), !prefix.hasPrefix("/"), prefix.utf8.count <= 1024 else {
            throw .badPrefix(String(prefix))
        }
        return String(prefix)
    }

    /// The broker without the user: for people.
    var broker: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension MQTTAddress: CustomStringConvertible {
    package var description: String { "mqtt://" + (user.map { "\($0)@" } ?? "") + broker + "/" + prefix }
}
