// SPDX-License-Identifier: Apache-2.0

/// How much the server lets its clients have, and for how long.
package struct ConnectionLimits: Sendable, Equatable {
    /// The most connections at a time, over all listeners; the server takes fewer if the process may not open
    /// ``spareDescriptors`` more files than that.
    package var connections = 512
    /// The most connections from one address. By default half of all, so that a client that forgets to close its own doesn't
    /// take the places of the others; programs on this machine share an address and may have them all.
    package var connectionsPerAddress: Int?
    /// Where clients may connect from by listeners that don't say it themselves; nil is anywhere. `127.0.0.1` and `::1` always may: whoever runs programs on this machine
    /// could read the meter anyway.
    package var allowed: [AddressRange]?
    /// When a limit is reached, the connection that has been idle longest goes (of those from the same address, if it is the
    /// address's), if it has been idle for longer than this; otherwise the new one is closed.
    package var evictableAfter = Duration.seconds(10)
    /// A frame that has begun must be complete within this time.
    package var frameDeadline = Duration.seconds(5)
    /// How often deadlines and expired meters are looked at.
    package var tick = Duration.seconds(1)

    /// File descriptors left to the rest of the process: inputs, outputs, logs.
    package static let spareDescriptors = 64

    package init() {}

    /// Whether a client may connect from here by a listener that lets these addresses in, or says nothing about it.
    func allow(_ peer: PeerAddress, by listener: [AddressRange]?) -> Bool {
        guard let ranges = listener ?? allowed else { return true }
        return peer.isThisMachine || ranges.contains { $0.contains(peer) }
    }

    /// As many connections of those wanted as this process may have, for which its own limit is raised; at least 1.
    var connectionsHere: Int {
        let spare = Self.spareDescriptors
        return max(1, min(connections, DescriptorLimit.raise(to: connections + spare) - spare))
    }
}
