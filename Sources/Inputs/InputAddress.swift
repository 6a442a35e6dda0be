// SPDX-License-Identifier: Apache-2.0

import Notation

/// Where telegrams come from, as written on the command line or in the configuration.
///
/// | Written | Means |
/// |---|---|
/// | `serial:/dev/ttyUSB0?settings=9600-7E1&request=rts` | a serial port |
/// | `tcp://192.168.1.20:23?silence=30s` | a network gateway that hands on the bytes of a P1 port |
/// | `file:evening.txt?every=1s` | a recording |
/// | `-` | standard input |
/// | `simulator:dsmr5?seed=1&speed=1` | a simulated house |
/// | `/dev/ttyUSB0`, `evening.txt` | a path alone: a character device is a serial port, all else a recording |
package enum InputAddress: Hashable, Sendable {
    /// A serial port; `request` says which lines ask the meter for data.
    case serial(path: String, settings: SerialSettings, request: RequestLine)

    /// A TCP server; a connection that brings no byte for `silence` is replaced.
    case tcp(host: String, port: Int, silence: Duration)

    /// A recording; with `every` it is repeated for ever, one telegram each period.
    case recording(path: String, every: Duration?)

    /// The standard input of the process.
    case standardInput

    /// A simulated meter that sends `speed` telegrams a second, each one second of the simulated day further.
    case simulator(SimulatedDialect, seed: UInt64, speed: Double)

    /// The line of a serial port that is raised to ask the meter for data.
    package enum RequestLine: String, Hashable, Sendable, CaseIterable {
        /// Ready To Send; Data Terminal Ready is lowered.
        case rts
        /// Data Terminal Ready; Ready To Send is lowered.
        case dtr
        /// Both: right for every cable that is wired to either, and what is meant when an address doesn't say.
        case both
        /// Neither: for cables that tie the meter's request pin to its supply.
        case none
    }

    /// A kind of meter that can be simulated.
    package enum SimulatedDialect: String, Hashable, Sendable, CaseIterable {
        /// A three-phase DSMR 5 meter with gas and water meters: one telegram a second.
        case dsmr5
    }

    /// What a path names, as far as it matters for choosing an input.
    package enum PathKind: Hashable, Sendable {
        /// A terminal, a serial port, or another device that is read byte by byte.
        case characterDevice
        /// A folder, which can't be read.
        case folder
        /// A regular file, a pipe, a socket …
        case other
    }
}

extension InputAddress: CustomStringConvertible {
    /// The address in full, every option included; parsing it gives the same address.
    package var description: String {
        switch self {
        case .serial(let path, let settings, let request):
            "serial:\(path)?settings=\(settings)&request=\(request.rawValue)"
        case .tcp(let host, let port, let silence):
            "tcp://\(host.contains(":") ? "[\(host)]" : host):\(port)?silence=\(silence.notation)"
        case .recording(let path, let every):
            "file:\(path)" + (every.map { "?every=\($0.notation)" } ?? "")
        case .standardInput:
            "-"
        case .simulator(let dialect, let seed, let speed):
            "simulator:\(dialect.rawValue)?seed=\(seed)&speed=\(speed)"
        }
    }
}
