// SPDX-License-Identifier: Apache-2.0

/// What stands around the protocol data unit of a request and of its answer.
package enum FrameFormat: Sendable, Hashable {
    /// Modbus TCP: a header that says the length (MODBUS Messaging on TCP/IP V1.0b, clause 3.1.3).
    case mbap
    /// A serial line: the unit id before it, a checksum behind it, and nothing that says the length (MODBUS over Serial
    /// Line V1.02, clause 2.5.1). The same bytes also come through TCP, from converters that know nothing of Modbus.
    case rtu

    /// Bytes before the function code; the last of them is the unit id.
    var headerLength: Int {
        switch self {
        case .mbap: MBAP.headerLength
        case .rtu: 1
        }
    }

    /// Bytes behind the protocol data unit.
    var trailerLength: Int {
        switch self {
        case .mbap: 0
        case .rtu: RTUFrame.checksumLength
        }
    }
}
