// SPDX-License-Identifier: Apache-2.0

/// Knows the answer to a write when an adapter hears it itself.
///
/// Adapters with two wires can hear what they send. Function 6 is answered with its own request, so that an answer that was
/// heard would be answered again, and for ever.
struct WriteEcho {
    private var frame: [UInt8] = []
    private var end = ContinuousClock.now

    /// The answer `frame` was sent and may be heard until `end`.
    mutating func expect(_ frame: [UInt8], until end: ContinuousClock.Instant) {
        self.frame = frame
        self.end = end
    }

    /// Whether `frame` is the answer that was sent; true only once.
    mutating func takes(_ frame: [UInt8], arrivedAt instant: ContinuousClock.Instant) -> Bool {
        guard instant <= end, frame == self.frame else { return false }
        self.frame = []
        return true
    }
}
