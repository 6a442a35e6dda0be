// SPDX-License-Identifier: Apache-2.0

/// Takes the telnet commands (RFC 854) out of a stream, for gateways that serve the P1 port in telnet mode.
///
/// A raw stream must pass untouched: an encrypted frame holds every byte value, the command byte 0xFF among them. The
/// first byte above 0x7F decides, as a telegram's text has none: option negotiation makes it telnet, which servers send
/// before any data; anything else makes it raw. A stream that turns out not to follow telnet's grammar becomes raw.
struct TelnetFilter {
    private enum State {
        /// Nothing but 7-bit text so far; with `command`, a command byte that waits for its successor.
        case undecided(command: Bool)
        case telnet(Position)
        case raw
    }

    /// Where a telnet stream stands.
    private enum Position {
        case data
        case command
        case option
        case subnegotiation(length: Int)
        case subnegotiationCommand(length: Int)
    }

    /// "Interpret as command", and itself as data when doubled.
    private static let command: UInt8 = 0xFF
    private static let subnegotiationEnd: UInt8 = 0xF0
    private static let subnegotiationBegin: UInt8 = 0xFA
    /// WILL, WONT, DO, DONT: one option byte follows.
    private static let negotiation: ClosedRange<UInt8> = 0xFB...0xFE
    /// From EOF (RFC 1184) to GA: commands without an operand.
    private static let plainCommands: ClosedRange<UInt8> = 0xEC...0xF9
    /// No option's subnegotiation comes near this length; it bounds what a misread stream can lose.
    private static let longestSubnegotiation = 512

    private var state = State.undecided(command: false)

    /// The data bytes of the next piece of the stream.
    mutating func filter(_ bytes: [UInt8]) -> [UInt8] {
        switch state {
        case .raw:
            return bytes
        case .undecided(command: false) where bytes.allSatisfy({ $0 < 0x80 }),
            .telnet(.data) where !bytes.contains(Self.command):
            return bytes
        default:
            var data: [UInt8] = []
            data.reserveCapacity(bytes.count + 1)
            for byte in bytes { take(byte, into: &data) }
            return data
        }
    }

    private mutating func take(_ byte: UInt8, into data: inout [UInt8]) {
        switch state {
        case .raw:
            data.append(byte)
        case .undecided(command: false):
            if byte == Self.command {
                state = .undecided(command: true)
            } else {
                if byte >= 0x80 { state = .raw }
                data.append(byte)
            }
        case .undecided(command: true):
            if Self.negotiation.contains(byte) {
                state = .telnet(.option)
            } else if byte == Self.subnegotiationBegin {
                state = .telnet(.subnegotiation(length: 0))
            } else {
                turnRaw(with: byte, into: &data)
            }
        case .telnet(let position):
            take(byte, at: position, into: &data)
        }
    }

    private mutating func take(_ byte: UInt8, at position: Position, into data: inout [UInt8]) {
        switch position {
        case .data:
            if byte == Self.command {
                state = .telnet(.command)
            } else {
                data.append(byte)
            }
        case .command:
            switch byte {
            case Self.command:
                data.append(byte)
                state = .telnet(.data)
            case Self.negotiation: state = .telnet(.option)
            case Self.subnegotiationBegin: state = .telnet(.subnegotiation(length: 0))
            case Self.plainCommands: state = .telnet(.data)
            default: turnRaw(with: byte, into: &data)
            }
        case .option:
            state = .telnet(.data)
        case .subnegotiation(let length):
            if length == Self.longestSubnegotiation {
                state = .raw
            } else if byte == Self.command {
                state = .telnet(.subnegotiationCommand(length: length + 1))
            } else {
                state = .telnet(.subnegotiation(length: length + 1))
            }
        case .subnegotiationCommand(let length):
            state = byte == Self.subnegotiationEnd ? .telnet(.data) : .telnet(.subnegotiation(length: length))
        }
    }

    /// Gives back the command byte that was none.
    private mutating func turnRaw(with byte: UInt8, into data: inout [UInt8]) {
        state = .raw
        data.append(Self.command)
        data.append(byte)
    }
}
