// SPDX-License-Identifier: Apache-2.0

import Glibc
import Inputs
import Modbus
import Settings

/// What a configuration wants to do with a serial port.
struct SerialPortUse {
    /// The port as it is written: the same one may have several names.
    let path: String
    /// Who wants it, for a message.
    let user: String

    /// All that a configuration wants, in its order.
    static func all(in configuration: GatewayConfiguration) -> [SerialPortUse] {
        let inputs = configuration.meters.compactMap { meter -> SerialPortUse? in
            guard case .serial(let path, _, _) = meter.input else { return nil }
            return SerialPortUse(path: path, user: "the input \(meter.input) of '\(meter.name)'")
        }
        let listeners = configuration.listeners.compactMap { configured -> SerialPortUse? in
            guard case .serial(let line) = configured.listener else { return nil }
            return SerialPortUse(path: line.path, user: "the listener \(line)")
        }
        return inputs + listeners
    }

    /// - Throws: `GatewayError.serialPortTakenTwice` for the first port that two of them want.
    static func check(_ uses: [SerialPortUse]) throws(GatewayError) {
        var users: [String: String] = [:]
        for use in uses {
            let device = device(of: use.path)
            if let other = users[device] { throw .serialPortTakenTwice(device, other, use.user) }
            users[device] = use.user
        }
    }

    /// What a path names behind all links, such as those under `/dev/serial/by-id`; the path itself while nothing is there.
    private static func device(of path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
