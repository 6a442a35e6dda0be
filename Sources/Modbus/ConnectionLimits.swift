// SPDX-License-Identifier: Apache-2.0

/// How much the server lets its clients have, and for how long.
package struct ConnectionLimits: Sendable, Equatable {
    /// The most connections at a time, over all listeners; the server takes fewer if the process may not open
    /// ``spareDescriptors`` more files than that.
    package var connections = 512
    /// When the limit is reached, the connection that has been idle longest goes, if it has been idle for longer than
    /// this; otherwise the new one is closed.
    package var evictableAfter = Duration.seconds(10)
    /// A frame that has begun must be complete within this time.
    package var frameDeadline = Duration.seconds(5)
    /// How often deadlines and expired meters are looked at.
    package var tick = Duration.seconds(1)

    /// File descriptors left to the rest of the process: inputs, outputs, logs.
    package static let spareDescriptors = 64

    package init() {}
}
