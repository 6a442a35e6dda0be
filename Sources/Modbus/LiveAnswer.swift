// SPDX-License-Identifier: Apache-2.0

/// What a read that touches a live word is told.
package enum LiveAnswer: Sendable, Equatable {
    /// The words of the snapshot.
    case served
    /// Nothing; with `closesConnection` the client also loses its connection, so that it cannot take a dead meter
    /// for a slow one.
    case silence(closesConnection: Bool)
    /// This exception.
    case exception(ModbusException)
    /// The words of a whole alternative image of the same layout, such as one whose live registers are all NaN.
    case replaced([UInt16])
}

/// One step of what a snapshot's life has in store: from `begins` on, `answer` holds.
package struct Stage: Sendable, Equatable {
    /// The first instant of this stage, on the clock that counts time spent in suspend.
    package var begins: ContinuousClock.Instant
    /// What a read that touches a live word is told during this stage.
    package var answer: LiveAnswer

    package init(begins: ContinuousClock.Instant, answer: LiveAnswer) {
        self.begins = begins
        self.answer = answer
    }
}
