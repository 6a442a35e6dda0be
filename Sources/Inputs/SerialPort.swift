// SPDX-License-Identifier: Apache-2.0

import Glibc
import Threads

/// The system calls that open a serial port for exclusive use. They block for as long as the driver likes.
enum SerialPort {
    /// Opens the port, locks it, sets it up and raises the request lines.
    ///
    /// - Returns: the descriptor, non-blocking.
    static func open(
        _ path: String,
        settings: SerialSettings,
        request: InputAddress.RequestLine
    ) throws(InputFault) -> Int32 {
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw openFault(path, errno) }
        do throws(InputFault) {
            try lock(descriptor, path)
            try configure(descriptor, path, settings)
        } catch {
            release(descriptor)
            _ = close(descriptor)
            throw error
        }
        raise(request, on: descriptor)
        return descriptor
    }

    /// Gives up the exclusive use, which otherwise outlasts the descriptor where others have the port open.
    static func release(_ descriptor: Int32) {
        _ = ioctl(descriptor, UInt(TIOCNXCL), 0)
    }

    /// What the error number of a vain `open` means.
    static func openFault(_ path: String, _ number: Int32) -> InputFault {
        switch number {
        case ENOENT, ENXIO, ENODEV: .serialPortMissing(path: path)
        case EACCES, EPERM: .serialPermissionDenied(path: path)
        case EBUSY: .serialPortInUse(path: path)
        case EISDIR: .notASerialPort(path: path)
        default: .failed(source: path, operation: "open", reason: SystemError(number: number).text)
        }
    }

    /// Both locks: programs of the superuser pass by `TIOCEXCL`, and not every program asks for the file lock.
    private static func lock(_ descriptor: Int32, _ path: String) throws(InputFault) {
        guard isatty(descriptor) == 1 else { throw .notASerialPort(path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK
                ? .serialPortInUse(path: path) : .failed(source: path, operation: "lock", reason: SystemError.last.text)
        }
        guard ioctl(descriptor, UInt(TIOCEXCL), 0) == 0 else {
            throw .failed(source: path, operation: "exclusive use", reason: SystemError.last.text)
        }
    }

    private static func configure(
        _ descriptor: Int32,
        _ path: String,
        _ settings: SerialSettings
    ) throws(InputFault) {
        var attributes = termios()
        guard unsafe tcgetattr(descriptor, &attributes) == 0 else { throw .notASerialPort(path: path) }
        let wanted = settings.portSettings
        unsafe cfmakeraw(&attributes)
        let shape = tcflag_t(CSIZE) | tcflag_t(PARENB) | tcflag_t(PARODD) | tcflag_t(CSTOPB) | tcflag_t(CRTSCTS)
        attributes.c_cflag &= ~shape
        attributes.c_cflag |= tcflag_t(CLOCAL) | tcflag_t(CREAD) | shapeFlags(wanted)
        guard let speed = speedConstant(wanted.speed), unsafe cfsetspeed(&attributes, speed) == 0 else {
            throw .settingsNotTaken(path: path, wanted: settings)
        }
        // Its answer isn't worth asking: success when any of the settings took, EINVAL when none was new.
        _ = unsafe tcsetattr(descriptor, TCSANOW, &attributes)

        var taken = termios()
        guard unsafe tcgetattr(descriptor, &taken) == 0,
            taken.c_cflag & shape == shapeFlags(wanted),
            unsafe cfgetispeed(&taken) == speed
        else { throw .settingsNotTaken(path: path, wanted: settings) }
        // What came in before the settings were right is noise.
        _ = tcflush(descriptor, TCIFLUSH)
    }

    private static func shapeFlags(_ settings: SerialSettings) -> tcflag_t {
        var flags = tcflag_t(settings.dataBits == 7 ? CS7 : CS8)
        if settings.stopBits == 2 { flags |= tcflag_t(CSTOPB) }
        switch settings.parity {
        case .none: break
        case .even: flags |= tcflag_t(PARENB)
        case .odd: flags |= tcflag_t(PARENB) | tcflag_t(PARODD)
        }
        return flags
    }

    private static func speedConstant(_ speed: Int) -> speed_t? {
        let constants: [Int: Int32] = [
            300: B300, 600: B600, 1200: B1200, 2400: B2400, 4800: B4800, 9600: B9600, 19200: B19200, 38400: B38400,
            57600: B57600, 115200: B115200, 230400: B230400,
        ]
        return constants[speed].map { speed_t($0) }
    }

    /// Raises the lines that ask the meter for data and lowers the others; a pseudo terminal has none, which is fine.
    private static func raise(_ request: InputAddress.RequestLine, on descriptor: Int32) {
        let lines: [(bit: Int32, raised: Bool)] = [
            (TIOCM_RTS, request == .rts || request == .both),
            (TIOCM_DTR, request == .dtr || request == .both),
        ]
        for line in lines {
            var bit = line.bit
            _ = unsafe ioctl(descriptor, UInt(line.raised ? TIOCMBIS : TIOCMBIC), &bit)
        }
    }
}
