// SPDX-License-Identifier: Apache-2.0

import CEpoll
import Glibc

/// Where a client connects from, kept without allocation.
package struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
    /// The IPv6 address, or the IPv4 address mapped into IPv6 (RFC 4291, clause 2.5.5.2), most significant bits first.
    package let high: UInt64
    package let low: UInt64
    package let port: UInt16

    /// An address alone, as it is written; nil if it is a name or no address.
    package init?(host: String) {
        var ipv4 = in_addr()
        if unsafe inet_pton(AF_INET, host, &ipv4) == 1 {
            self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: ipv4.s_addr)))
            return
        }
        var ipv6 = in6_addr()
        guard unsafe inet_pton(AF_INET6, host, &ipv6) == 1 else { return nil }
        self = unsafe withUnsafeBytes(of: ipv6) { bytes in
            PeerAddress(
                high: UInt64(bigEndian: unsafe bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// An address alone.
    init(high: UInt64, low: UInt64) { (self.high, self.low, port) = (high, low, 0) }

    /// - Parameter storage: as the kernel fills it in; anything but an IP address reads as `::` port 0.
    init(_ storage: sockaddr_storage) {
        let family = Int32(storage.ss_family)
        (high, low, port) = unsafe withUnsafeBytes(of: storage) { bytes in
            switch family {
            case AF_INET:
                let address = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
                return (
                    0, 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: address.sin_addr.s_addr)),
                    UInt16(bigEndian: address.sin_port)
                )
            case AF_INET6:
                let port = unsafe bytes.loadUnaligned(as: sockaddr_in6.self).sin6_port
                // RFC 3493, clause 3.3: the address stands after family, port and flow label, 8 bytes in.
                return (
                    UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
                    UInt16(bigEndian: port)
                )
            default: return (0, 0, 0)
            }
        }
    }

    /// The address alone, the same for all connections from it.
    var withoutPort: PeerAddress { PeerAddress(high: high, low: low) }

    /// Whether this is an IPv4 address.
    package var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// Whether it is `127.0.0.1` or `::1`, by which programs on this machine reach each other.
    package var isThisMachine: Bool { high == 0 && (low == 0xFFFF_7F00_0001 || low == 1) }

    /// `192.168.1.5:50312` or `[fe80:0:0:0:0:0:0:1]:50312`.
    package var description: String { "\(isIPv4 ? host : "[\(host)]"):\(port)" }

    /// The address without the port.
    package var host: String {
        if isIPv4 { return [24, 16, 8, 0].map { "\(UInt8(truncatingIfNeeded: low >> $0))" }.joined(separator: ".") }
        return [high, low].flatMap { half in
            [48, 32, 16, 0].map { String(UInt16(truncatingIfNeeded: half >> $0), radix: 16) }
        }.joined(separator: ":")
    }
}
