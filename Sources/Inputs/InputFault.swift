// SPDX-License-Identifier: Apache-2.0

import Notation

/// Why a source can't be read, with what a person needs to mend it.
package enum InputFault: Error, Hashable, Sendable {
    /// There is no such device.
    case serialPortMissing(path: String)

    /// The user that runs this program may not read the device.
    case serialPermissionDenied(path: String)

    /// Another program holds the serial port.
    case serialPortInUse(path: String)

    /// The path names something else than a serial port.
    case notASerialPort(path: String)

    /// The port accepted the settings but works with others, as its driver can't do them.
    case settingsNotTaken(path: String, wanted: SerialSettings)

    /// The adapter was pulled out, or the other end of a pseudo terminal was closed.
    case unplugged(path: String)

    /// The name of the host can't be resolved to an address.
    case hostUnknown(host: String)

    /// The connection couldn't be made; `reason` is the system's word.
    case unreachable(endpoint: String, reason: String)

    /// Nobody answered the attempt to connect.
    case connectTimedOut(endpoint: String, seconds: Int)

    /// The gateway closed the connection.
    case closedByPeer(endpoint: String)

    /// An open connection brought no byte for the given time: taken for half open.
    case silent(endpoint: String, time: Duration)

    /// There is no such file.
    case recordingMissing(path: String)

    /// A recording without a byte can't be repeated.
    case emptyRecording(path: String)

    /// A recording larger than can be kept for repeating.
    case recordingTooLarge(path: String, limit: Int)

    /// An operation of the system failed in a way that has no case of its own.
    case failed(source: String, operation: String, reason: String)
}

extension InputFault: CustomStringConvertible {
    /// The fault as a sentence: what, where, what to do.
    package var description: String {
        switch self {
        case .serialPortMissing(let path):
            "\(path) doesn't exist; plug the adapter in or correct the path (ls /dev/serial/by-id lists the adapters)."
        case .serialPermissionDenied(let path):
            "\(path) may not be opened by this user; run 'sudo usermod -aG dialout $USER' and log in again."
        case .serialPortInUse(let path):
            "\(path) is in use by another program; 'fuser -v \(path)' names it."
        case .notASerialPort(let path):
            "\(path) is not a serial port; to read it as a recording, write file:\(path)."
        case .settingsNotTaken(let path, let wanted):
            "\(path) didn't take the settings \(wanted); its driver can't do them. Try settings=\(wanted.alternative)."
        case .unplugged(let path):
            "\(path) was unplugged; it is opened again when it comes back."
        case .hostUnknown(let host):
            "The name \(host) can't be resolved to an address; check the name and the network, or write the address."
        case .unreachable(let endpoint, let reason):
            "\(endpoint) can't be reached: \(reason); check that the gateway is on and serves this port."
        case .connectTimedOut(let endpoint, let seconds):
            "\(endpoint) didn't answer within \(seconds) s; check the address, and that no firewall is in between."
        case .closedByPeer(let endpoint):
            "\(endpoint) closed the connection; many gateways serve only one client at a time."
        case .silent(let endpoint, let time):
            "\(endpoint) sent nothing for \(time.notation), so it is connected anew; check the meter's cable."
        case .recordingMissing(let path):
            "The recording \(path) doesn't exist; correct the path."
        case .emptyRecording(let path):
            "The recording \(path) is empty; it can't be repeated."
        case .recordingTooLarge(let path, let limit):
            "The recording \(path) is larger than \(limit >> 20) MiB; it can be played once, but not repeated."
        case .failed(let source, let operation, let reason):
            "\(source) can't be used: \(operation) failed: \(reason)."
        }
    }
}
