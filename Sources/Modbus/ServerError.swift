// SPDX-License-Identifier: Apache-2.0

import Glibc
import Threads

/// Why a ``ModbusServer`` cannot begin.
package enum ServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system refuses the address, with this `errno`.
    case cannotListen(ListenAddress, errno: Int32)
    /// The serial port can't be opened or used.
    case cannotServe(SerialLine, SerialLineFault)
    /// The system refuses something else that the server needs; `call` is the system call.
    case systemCall(String, errno: Int32)
    /// A server runs only once, and listens on nothing after that.
    case alreadyRun

    package var description: String {
        switch self {
        case .cannotListen(let address, let errno): Self.sentence(about: address, errno: errno)
        case .cannotServe(let line, let fault): "Cannot listen on \(line): \(fault)"
        case .systemCall(let call, let errno):
            "The Modbus server cannot start: \(call) failed: \(SystemError(number: errno).text)."
        case .alreadyRun: "The Modbus server has been run or stopped before; make a new one."
        }
    }

    private static func sentence(about address: ListenAddress, errno: Int32) -> String {
        let what = "Cannot listen on \(address): "
        switch errno {
        case EACCES:
            return what + """
                ports below 1024 need a permission. \
                Give it once: sudo setcap cap_net_bind_service=+ep $(command -v meterbridge), \
                or run meterbridge as its systemd service, \
                or take another port: --listen \(ListenAddress(host: address.host, port: 1502)).
                """
        case EADDRINUSE:
            return what + """
                another program has port \(address.port). \
                See which: sudo ss -ltnp 'sport = :\(address.port)'. Stop it, or take another port with --listen.
                """
        case EADDRNOTAVAIL:
            return what + """
                no network interface of this machine has the address \(address.host). \
                See which it has: ip address. 0.0.0.0 listens on all of them.
                """
        case ECONNREFUSED:
            // libmodbus reports every failure of getaddrinfo() as ECONNREFUSED.
            return what + "\(address.host) is neither an address nor a name that this machine can resolve."
        case EAFNOSUPPORT:
            return what + "this machine has no IPv6. Listen on an IPv4 address, such as 0.0.0.0."
        default: return what + "\(SystemError(number: errno).text)."
        }
    }
}
