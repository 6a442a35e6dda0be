// SPDX-License-Identifier: Apache-2.0

/// A network, or a single host, that clients may connect from: `192.168.1.0/24`, `10.0.0.7`, `fd00::/8`.
///
/// IPv4 and IPv6 are apart: `::/0` is all of IPv6 and nothing of IPv4. An IPv4 address that is mapped into IPv6 (RFC 4291,
/// clause 2.5.5.2), as clients have it on a listener for both, is an IPv4 address.
package struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    /// Bits before the IPv4 address in a mapped one.
    private static let mappedBits = 96

    /// The bits that an address has in common with the range, IPv4 mapped.
    private let high: UInt64
    private let low: UInt64
    /// How many bits count, of 128.
    private let bits: Int
    /// The range as it was written.
    package let description: String

    /// - Throws: ``AddressRangeError``, which says how it is written.
    package init(_ text: String) throws(AddressRangeError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, let address = PeerAddress(host: String(host)) else { throw .noAddress(text) }
        let isIPv4 = address.isIPv4 && !host.contains(":")
        let most = isIPv4 ? 32 : 128
        var prefix = most
        if parts.count == 2 {
            guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(parts[1]), number <= most else {
                throw .badPrefix(text, most: most)
            }
            prefix = number
        }
        bits = isIPv4 ? prefix + Self.mappedBits : prefix
        high = address.high & Self.mask(bits)
        low = address.low & Self.mask(bits - 64)
        if high != address.high || low != address.low {
            let network = PeerAddress(high: high, low: low).host
            throw .hostInNetwork(text, host: String(host), network: "\(network)/\(prefix)")
        }
        description = text
    }

    /// Whether a client's address is in the range.
    package func contains(_ peer: PeerAddress) -> Bool {
        guard peer.isIPv4 == (bits >= Self.mappedBits && PeerAddress(high: high, low: low).isIPv4) else { return false }
        return peer.high & Self.mask(bits) == high && peer.low & Self.mask(bits - 64) == low
    }

    /// The first so many bits of a 64-bit half.
    private static func mask(_ count: Int) -> UInt64 {
        switch count {
        case ...0: 0
        case 64...: .max
        default: UInt64.max << UInt64(64 - count)
        }
    }
}

/// Why a text is no ``AddressRange``.
package enum AddressRangeError: Error, Equatable, CustomStringConvertible {
    case noAddress(String)
    case badPrefix(String, most: Int)
    /// A network was meant or a host: nobody knows.
    case hostInNetwork(String, host: String, network: String)

    package var description: String {
        switch self {
        case .noAddress(let text):
            "'\(text)' is no network; write addresses, not names, for example 192.168.1.0/24, 192.168.1.7 or fd00::/8"
        case .badPrefix(let text, let most):
            "the prefix in '\(text)' is no number of bits from 0 to \(most); write for example 192.168.1.0/24 or fd00::/8"
        case .hostInNetwork(let text, let host, let network):
            "'\(text)' is a host with the prefix of a network; write \(host) for the host or \(network) for the network"
        }
    }
}
