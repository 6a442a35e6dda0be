// SPDX-License-Identifier: Apache-2.0

/// Speed and shape of the characters on a serial line, written `115200-8N1` or `9600-7E1`.
package struct SerialSettings: Hashable, Sendable {
    /// Whether and how the sender adds a parity bit.
    package enum Parity: Character, Hashable, Sendable, CaseIterable {
        case none = "N"
        case even = "E"
        case odd = "O"
    }

    /// Bits per second; one of ``speeds``.
    package var speed: Int

    /// Data bits of a character, 7 or 8.
    package var dataBits: Int

    /// The parity that the sender adds.
    package var parity: Parity

    /// Stop bits of a character, 1 or 2.
    package var stopBits: Int

    /// What DSMR 4 and later, and their relatives, use (DSMR P1 5.0.2 §5.10).
    package static let standard = SerialSettings(speed: 115200, dataBits: 8, parity: .none, stopBits: 1)

    /// The speeds that a port can be set to.
    package static let speeds = [300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400]

    /// Creates settings from their parts, which are taken as they are.
    package init(speed: Int, dataBits: Int, parity: Parity, stopBits: Int) {
        self.speed = speed
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
    }

    /// Reads `SPEED-DPS`; nil when the text is anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let speed = Self.speeds.first(where: { "\($0)" == parts[0] }) else { return nil }
        let shape = Array(parts[1].uppercased())
        guard shape.count == 3,
            let dataBits = ["7": 7, "8": 8][shape[0]],
            let parity = Parity(rawValue: shape[1]),
            let stopBits = ["1": 1, "2": 2][shape[2]]
        else { return nil }
        self.init(speed: speed, dataBits: dataBits, parity: parity, stopBits: stopBits)
    }

    /// Whether bytes arrive with the sender's parity in bit 7, for the receiver to check and mask.
    ///
    /// Seven bits with parity are as long as eight without, so such a line is read as 8N1: exact, possible on every
    /// adapter and pseudo terminal, and no character with a wrong parity is lost on the way.
    package var carriesParityInBit7: Bool {
        dataBits == 7 && parity != .none
    }

    /// The settings that the port itself gets.
    package var portSettings: SerialSettings {
        guard carriesParityInBit7 else { return self }
        return SerialSettings(speed: speed, dataBits: 8, parity: .none, stopBits: stopBits)
    }

    /// What to try on a port that can't do these: the line that needs least of the hardware.
    var alternative: SerialSettings {
        guard dataBits == 7, parity == .none else { return .standard }
        return SerialSettings(speed: speed, dataBits: 7, parity: .even, stopBits: stopBits)
    }
}

extension SerialSettings: CustomStringConvertible {
    /// The settings as they are written: `9600-7E1`.
    package var description: String {
        "\(speed)-\(dataBits)\(parity.rawValue)\(stopBits)"
    }
}
