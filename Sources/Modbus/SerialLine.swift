// SPDX-License-Identifier: Apache-2.0

/// A serial port on which requests come, and the shape of its characters: always 8 data bits (MODBUS over Serial Line V1.02,
/// clause 2.5.1).
package struct SerialLine: Sendable, Hashable, CustomStringConvertible {
    /// Whether and how a parity bit is added.
    package enum Parity: Character, Sendable, Hashable {
        case none = "N"
        case even = "E"
        case odd = "O"
    }

    /// Who turns an RS-485 adapter from listening to sending.
    package enum Direction: String, Sendable, Hashable {
        /// The adapter by itself, as those on USB do; or there is nothing to turn (RS-232).
        case automatic
        /// The port's driver in the kernel (`TIOCSRS485`).
        case driver
        /// This program, which raises RTS while it sends.
        case rtsUp
        /// This program, which lowers RTS while it sends.
        case rtsDown
    }

    /// Up to this speed silence is measured in characters, above it it is 1.75 ms (clause 2.5.1.1).
    private static let fastestMeasuredInCharacters = 19200

    /// The path of the device.
    package var path: String
    /// Bits per second.
    package var speed: Int
    package var parity: Parity
    /// 1 or 2.
    package var stopBits: Int
    package var direction: Direction

    package init(
        path: String,
        speed: Int = 9600,
        parity: Parity = .none,
        stopBits: Int = 1,
        direction: Direction = .automatic
    ) {
        self.path = path
        self.speed = speed
        self.parity = parity
        self.stopBits = stopBits
        self.direction = direction
    }

    /// How long one character takes: a start bit, 8 data bits, parity and stop bits.
    var characterTime: Duration {
        .nanoseconds((9 + (parity == .none ? 0 : 1) + stopBits) * 1_000_000_000 / max(speed, 1))
    }

    /// The silence that stands between two frames, t3.5 (clause 2.5.1.1).
    package var frameGap: Duration {
        speed > Self.fastestMeasuredInCharacters ? .microseconds(1750) : characterTime * 7 / 2
    }

    /// The line as it is written: `serial:/dev/ttyUSB1?settings=9600-8N1`.
    package var description: String {
        let control =
            switch direction {
            case .automatic: ""
            case .driver: "&rs485=on"
            case .rtsUp: "&rts=up"
            case .rtsDown: "&rts=down"
            }
        return "serial:\(path)?settings=\(speed)-8\(parity.rawValue)\(stopBits)\(control)"
    }
}
