// SPDX-License-Identifier: Apache-2.0

/// Picks out of the ups and downs of a link what is news.
///
/// A fault is told once per outage. An outage ends when the link has proven itself: at once when it opens (a serial
/// port), or by its first byte (a gateway that is busy accepts a connection only to close it, again and again).
struct LinkReport {
    /// What ends an outage.
    enum Proof {
        case opening
        case firstByte
    }

    private enum State {
        case down
        /// Open and unproven; `untold` is the name to tell once it has proven itself.
        case unproven(untold: String?)
        case proven
    }

    private let proof: Proof
    private var state = State.down
    private var toldFaults: Set<InputFault> = []
    /// A connection of this outage was told and brought nothing.
    private var toldHollowConnection = false

    init(provenBy proof: Proof) {
        self.proof = proof
    }

    /// The link has opened: the event to deliver, if it is news. `proven` says whether the outage is over.
    mutating func opened(_ name: String) -> (event: InputEvent?, proven: Bool) {
        switch proof {
        case .opening:
            endOutage()
            return (.connected(name), true)
        case .firstByte where toldHollowConnection:
            state = .unproven(untold: name)
            return (nil, false)
        case .firstByte:
            state = .unproven(untold: nil)
            return (.connected(name), false)
        }
    }

    /// A byte has come: the event to deliver before it, if there is one. `proven` is true for the first byte.
    mutating func received() -> (event: InputEvent?, proven: Bool) {
        guard case .unproven(let untold) = state else { return (nil, false) }
        endOutage()
        return (untold.map(InputEvent.connected), true)
    }

    /// The link has failed: the event to deliver, if it is news.
    mutating func failed(_ fault: InputFault) -> InputEvent? {
        if case .unproven(untold: nil) = state {
            toldHollowConnection = true
            // The receiver believes in a connection: it must hear of its end, whatever it heard before.
            toldFaults.remove(fault)
        }
        state = .down
        return toldFaults.insert(fault).inserted ? .disconnected(fault) : nil
    }

    private mutating func endOutage() {
        state = .proven
        toldFaults.removeAll()
        toldHollowConnection = false
    }
}
