// SPDX-License-Identifier: Apache-2.0

/// Names a listener of a server from ``ModbusServer/listen(on:allowing:)`` until ``ModbusServer/close(_:)``, and nothing after that:
/// what is published for a listener that is closed reaches no other.
package struct ListenerID: Sendable, Hashable, Comparable {
    /// Never given twice by a server; later listeners have greater ones.
    let number: UInt64
    /// Where its units and counters stand; given again after it is closed.
    let slot: Int

    /// The server gives the names that mean something; one that was made elsewhere stands for no listener of any server, if its
    /// number is 0.
    package init(number: UInt64, slot: Int = 0) {
        self.number = number
        self.slot = slot
    }

    package static func < (left: ListenerID, right: ListenerID) -> Bool { left.number < right.number }
}

/// A listener of a server that is not closed.
package struct OpenListener: Sendable, Hashable {
    package let id: ListenerID
    /// Where it listens, with the port that the system chose.
    package let listener: Listener
}
