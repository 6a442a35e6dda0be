// SPDX-License-Identifier: Apache-2.0

/// Where a server takes requests from, and in which frames.
package enum Listener: Sendable, Hashable, CustomStringConvertible {
    /// Modbus TCP.
    case tcp(ListenAddress)
    /// RTU frames in a TCP stream, as converters between Ethernet and RS-485 send them that know nothing of Modbus.
    case rtuOverTCP(ListenAddress)
    /// RTU frames on a serial port.
    case serial(SerialLine)

    /// The address, where there is one.
    package var address: ListenAddress? {
        switch self {
        case .tcp(let address), .rtuOverTCP(let address): address
        case .serial: nil
        }
    }

    /// The listener as it is written: `0.0.0.0:502`, `rtu+tcp://0.0.0.0:4001`, `serial:/dev/ttyUSB1?settings=9600-8N1`.
    package var description: String {
        switch self {
        case .tcp(let address): address.description
        case .rtuOverTCP(let address): "rtu+tcp://\(address)"
        case .serial(let line): line.description
        }
    }
}
