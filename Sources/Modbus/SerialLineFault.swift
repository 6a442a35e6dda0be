// SPDX-License-Identifier: Apache-2.0

import Glibc
import Threads

/// Why a serial port cannot be served.
package enum SerialLineFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such device.
    case missing(path: String)
    /// The user that runs this program may not use the device.
    case permissionDenied(path: String)
    /// Another program holds it.
    case inUse(path: String)
    /// The path names something else.
    case notASerialPort(path: String)
    /// The driver works with other settings than it was given.
    case settingsNotTaken(SerialLine)
    /// The driver cannot turn an RS-485 adapter.
    case noDirectionControl(SerialLine)
    /// The adapter was pulled out, or the other end of a pseudo-terminal was closed.
    case unplugged(path: String)
    /// A system call failed in a way that has no case of its own.
    case failed(path: String, call: String, errno: Int32)

    /// What the error number of a vain attempt to open the port means.
    init(opening path: String, errno: Int32) {
        self =
            switch errno {
            case ENOENT, ENXIO, ENODEV: .missing(path: path)
            case EACCES, EPERM: .permissionDenied(path: path)
            case EBUSY, EWOULDBLOCK: .inUse(path: path)
            case ENOTTY, EINVAL, EISDIR: .notASerialPort(path: path)
            default: .failed(path: path, call: "open", errno: errno)
            }
    }

    /// The fault as a sentence: what, where, what to do.
    package var description: String {
        switch self {
        case .missing(let path):
            "\(path) doesn't exist; plug the adapter in or correct the path (ls /dev/serial/by-id lists the adapters)."
        case .permissionDenied(let path):
            "\(path) may not be opened by this user; run 'sudo usermod -aG dialout $USER' and log in again."
        case .inUse(let path):
            "\(path) is in use by another program, or is the meter's own port; 'fuser -v \(path)' names the program."
        case .notASerialPort(let path):
            "\(path) is not a serial port; 'ls /dev/serial/by-id' lists those of USB adapters."
        case .settingsNotTaken(let line):
            "\(line.path) didn't take the settings of \(line); its driver can't do them. Try settings=9600-8N1, here and there."
        case .noDirectionControl(let line):
            """
            The driver of \(line.path) can't turn an RS-485 adapter; leave rs485=on out if the adapter turns by itself, \
            or write rts=up or rts=down if its RTS line does it.
            """
        case .unplugged(let path): "\(path) was unplugged; it is opened again when it comes back."
        case .failed(let path, let call, let errno):
            "\(path) can't be used: \(call) failed: \(SystemError(number: errno).text)."
        }
    }
}
