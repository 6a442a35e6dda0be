// SPDX-License-Identifier: Apache-2.0

import CModbus
import Glibc

extension LibmodbusContext {
    /// A context for a serial port, which isn't opened yet.
    ///
    /// - Throws: ``ServerError/systemCall(_:errno:)`` if there is no memory.
    init(for line: SerialLine) throws(ServerError) {
        let parity = CChar(line.parity.rawValue.asciiValue ?? 78)
        try unsafe self.init(modbus_new_rtu(line.path, Int32(line.speed), parity, 8, Int32(line.stopBits)), .rtu)
    }

    /// Opens the port of `line`, for which this context was made, sets it up and locks it.
    ///
    /// - Returns: its descriptor, non-blocking, which belongs to this context until ``closePort()``.
    func openPort(of line: SerialLine) throws(SerialLineFault) -> Int32 {
        guard unsafe modbus_connect(context) == 0 else { throw SerialLineFault(opening: line.path, errno: errno) }
        let descriptor = unsafe modbus_get_socket(context)
        do throws(SerialLineFault) {
            try lock(descriptor, line)
            try checkSettings(descriptor, line)
            try setDirectionControl(line)
        } catch {
            closePort()
            throw error
        }
        // What came in before the settings were right is noise.
        _ = tcflush(descriptor, TCIFLUSH)
        return descriptor
    }

    /// Closes the port, if it is open.
    func closePort() {
        let descriptor = unsafe modbus_get_socket(context)
        guard descriptor >= 0 else { return }
        // The exclusive use otherwise outlasts the descriptor where others have the port open, and bytes that can't be sent
        // would hold up its closing.
        _ = ioctl(descriptor, UInt(TIOCNXCL), 0)
        _ = tcflush(descriptor, TCOFLUSH)
        unsafe modbus_close(context)
    }

    /// Both locks: programs of the superuser pass by `TIOCEXCL`, and not every program asks for the file lock.
    private func lock(_ descriptor: Int32, _ line: SerialLine) throws(SerialLineFault) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw SerialLineFault(opening: line.path, errno: errno) }
        guard ioctl(descriptor, UInt(TIOCEXCL), 0) == 0 else {
            throw .failed(path: line.path, call: "exclusive use", errno: errno)
        }
    }

    /// A driver that can't do the settings takes what it can and reports success.
    private func checkSettings(_ descriptor: Int32, _ line: SerialLine) throws(SerialLineFault) {
        var taken = termios()
        guard unsafe tcgetattr(descriptor, &taken) == 0 else { throw .notASerialPort(path: line.path) }
        var shape = tcflag_t(CS8)
        if line.stopBits == 2 { shape |= tcflag_t(CSTOPB) }
        if line.parity != .none { shape |= tcflag_t(PARENB) }
        if line.parity == .odd { shape |= tcflag_t(PARODD) }
        let mask = tcflag_t(CSIZE) | tcflag_t(CSTOPB) | tcflag_t(PARENB) | tcflag_t(PARODD)
        guard taken.c_cflag & mask == shape else { throw .settingsNotTaken(line) }
    }

    private func setDirectionControl(_ line: SerialLine) throws(SerialLineFault) {
        switch line.direction {
        case .automatic: break
        case .driver:
            guard unsafe modbus_rtu_set_serial_mode(context, MODBUS_RTU_RS485) == 0 else {
                throw .noDirectionControl(line)
            }
        case .rtsUp: _ = unsafe modbus_rtu_set_rts(context, MODBUS_RTU_RTS_UP)
        case .rtsDown: _ = unsafe modbus_rtu_set_rts(context, MODBUS_RTU_RTS_DOWN)
        }
    }
}
