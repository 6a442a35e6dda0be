// SPDX-License-Identifier: Apache-2.0

import Inputs
package import Modbus
import Notation

/// Where consumers are served, as it is written on the command line.
///
/// | Written | Means |
/// |---|---|
/// | `0.0.0.0:502` | Modbus TCP |
/// | `rtu+tcp://0.0.0.0:4001` | RTU frames in a TCP stream |
/// | `serial:/dev/ttyUSB1?settings=9600-8N1&rs485=on` | RTU on a serial port; `rts=up` or `rts=down` turns by RTS |
package struct ListenerRequest {
    private static let rtuOverTCP = "rtu+tcp://"
    private static let serial = "serial:"
    private static let options = ["settings", "rs485", "rts"]
    /// What is meant when `settings` isn't given: what most inverters use.
    private static let standardSettings = SerialSettings(speed: 9600, dataBits: 8, parity: .none, stopBits: 1)

    package let listener: Listener

    /// - Throws: ``ListenerRequestError``, which names what is wrong and shows how it is written.
    package init(_ text: String) throws(ListenerRequestError) {
        if text.hasPrefix(Self.serial) {
            listener = .serial(try Self.line(String(text.dropFirst(Self.serial.count))))
        } else if text.hasPrefix(Self.rtuOverTCP) {
            guard let address = ListenAddress(String(text.dropFirst(Self.rtuOverTCP.count))) else {
                throw .badAddress(text, example: "rtu+tcp://0.0.0.0:4001")
            }
            listener = .rtuOverTCP(address)
        } else {
            // A name that is taken for a host would only be found out by the resolver.
            guard !text.contains("/"), let address = ListenAddress(text) else {
                throw .badAddress(text, example: "0.0.0.0:1502")
            }
            listener = .tcp(address)
        }
    }

    private static func line(_ text: String) throws(ListenerRequestError) -> SerialLine {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, !path.isEmpty else { throw .lacksPath }
        var settings: SerialSettings?
        var direction: SerialLine.Direction?
        for option in (parts.count == 2 ? parts[1] : "").split(separator: "&") {
            let halves = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let (name, value) = (String(halves[0]), halves.count == 2 ? String(halves[1]) : "")
            switch name {
            case "settings":
                if settings != nil { throw .repeatedOption(name) }
                settings = try Self.settings(value)
            case "rs485", "rts":
                if direction != nil { throw .repeatedOption("rs485 or rts") }
                direction = try Self.direction(name, value)
            default:
                throw .unknownOption(name, nearest: Spelling.nearest(to: name, in: options))
            }
        }
        let shape = settings ?? standardSettings
        let parity: SerialLine.Parity =
            switch shape.parity {
            case .none: .none
            case .even: .even
            case .odd: .odd
            }
        return SerialLine(
            path: String(path),
            speed: shape.speed,
            parity: parity,
            stopBits: shape.stopBits,
            direction: direction ?? .automatic
        )
    }

    private static func settings(_ text: String) throws(ListenerRequestError) -> SerialSettings {
        guard let settings = SerialSettings(text) else {
            throw .badValue(text, option: "settings", expected: "speed and shape, such as 9600-8N1 or 19200-8E1")
        }
        guard settings.dataBits == 8 else {
            throw .badValue(
                text,
                option: "settings",
                expected: "a shape with 8 data bits, which Modbus RTU needs: 8N1, 8E1 …"
            )
        }
        return settings
    }

    private static func direction(_ name: String, _ value: String) throws(ListenerRequestError) -> SerialLine.Direction
    {
        switch (name, value) {
        case ("rs485", "on"): return .driver
        case ("rs485", "off"): return .automatic
        case ("rs485", _): throw .badValue(value, option: name, expected: "on or off")
        case (_, "up"): return .rtsUp
        case (_, "down"): return .rtsDown
        default: throw .badValue(value, option: name, expected: "up or down: the state of RTS while sending")
        }
    }
}

/// Why a text doesn't say where to listen.
package enum ListenerRequestError: Error, Hashable, CustomStringConvertible {
    case badAddress(String, example: String)
    case lacksPath
    case unknownOption(String, nearest: String?)
    case repeatedOption(String)
    case badValue(String, option: String, expected: String)

    private static let serialExample = "serial:/dev/ttyUSB1?settings=9600-8N1&rs485=on"

    package var description: String {
        switch self {
        case .badAddress: "\(sentence), for example \(example)"
        default: "\(sentence). Example: \(example)"
        }
    }

    /// A listener as it should be written.
    var example: String {
        if case .badAddress(_, let example) = self { example } else { Self.serialExample }
    }

    /// The part of the text that is wrong; `nil` where it is the whole of it.
    var culprit: String? {
        switch self {
        case .badAddress, .lacksPath: nil
        case .unknownOption(let name, _): name
        case .repeatedOption(let names): names.split(separator: " ").last.map(String.init)
        case .badValue(let value, _, _): value
        }
    }

    /// The fault without an example.
    var sentence: String {
        switch self {
        case .badAddress(let text, _):
            "'\(text)' is no address to listen on; write ADDRESS:PORT, rtu+tcp://ADDRESS:PORT or serial:PATH"
        case .lacksPath: "'serial:' lacks the path of a device"
        case .unknownOption(let name, let nearest):
            """
            '\(name)' is not an option of serial:\(nearest.map { " (did you mean '\($0)'?)" } ?? ""); \
            it has settings, rs485 and rts
            """
        case .repeatedOption(let name): "\(name) is given twice"
        case .badValue(let value, let option, let expected):
            "'\(value)' is not a value of '\(option)'; it is \(expected)"
        }
    }
}
