// SPDX-License-Identifier: Apache-2.0

import Threads

/// Why a running gateway can't be given orders.
package enum ControlFault: Error, Equatable, CustomStringConvertible {
    case pathTooLong(String)
    /// Another gateway takes its orders there.
    case taken(path: String)
    /// No gateway takes orders there.
    case nobody(path: String)
    /// Somebody else's gateway.
    case forbidden(path: String)
    case systemCall(String, path: String, Int32)
    /// The gateway went away before it had answered.
    case brokenOff(path: String)
    case badRequest(String)
    /// What the gateway said to an order that it doesn't follow.
    case refused(String)

    package var description: String {
        switch self {
        case .pathTooLong(let path):
            """
            '\(path)' is too long for a socket, whose path has at most \(ControlSocket.longestPath) bytes; \
            choose a shorter one with --control
            """
        case .taken(let path):
            "another gateway takes its orders at \(path); give this one a socket of its own with --control PATH"
        case .nobody(let path):
            """
            no gateway takes orders at \(path); start it with 'meterbridge run', or name its socket with --control PATH \
            (its first lines tell it)
            """
        case .forbidden(let path):
            "only the owner of the gateway may use \(path); run this as the user that it runs as, or as root"
        case .systemCall(let call, let path, let number):
            "\(call) \(path): \(SystemError(number: number).text)"
        case .brokenOff(let path):
            "the gateway at \(path) ended before it had answered; its log tells why"
        case .badRequest(let text):
            "'\(text)' is no order; this gateway knows: \(ControlRequest.form)"
        case .refused(let reason): reason
        }
    }
}
