// SPDX-License-Identifier: Apache-2.0

/// When the reads of one consumer are answered.
///
/// Control loops that poll faster than the meter speaks act several times on one measurement, and swing. Holding their
/// answers back makes them as slow as the meter is. Only what touches live words and is served waits; constants, status and
/// the answers of the fail-safe never do.
package enum Pacing: Sendable, Equatable {
    /// At once.
    case immediate
    /// When the next snapshot comes, so that every value is as new as it can be; at most after this time.
    case paced(atMost: Duration)
    /// At once if the client hasn't been given the block from this snapshot yet; else with the next one, at most after this
    /// time.
    case once(atMost: Duration)

    /// What may be chosen for the longest wait: less is not worth it, and after more every client has given up.
    package static let waits = Duration.milliseconds(10)...Duration.seconds(60)
}

/// What a read asks for.
package struct ReadBlock: Sendable, Hashable {
    /// The unit that is meant, which may be another one than the request's id (0 and 255).
    package var unit: UInt8
    package var table: AddressTable
    /// The first address, 0-based as on the wire.
    package var address: UInt16
    package var count: Int

    package init(unit: UInt8, table: AddressTable, address: UInt16, count: Int) {
        self.unit = unit
        self.table = table
        self.address = address
        self.count = count
    }
}
