// SPDX-License-Identifier: Apache-2.0

import Glibc

/// One order to a running gateway, from the outside: a connection that waits.
package struct ControlConnection: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var received: [UInt8] = []

    /// - Throws: ``ControlFault`` if no gateway takes orders there, or not from this user.
    package init(path: String) throws(ControlFault) {
        guard path.utf8.count <= ControlSocket.longestPath else { throw .pathTooLong(path) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            unsafe place.copyBytes(from: path.utf8)
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .systemCall("socket", path: path, errno) }
        let result = unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let number = errno
            close(descriptor)
            switch number {
            case ENOENT, ECONNREFUSED, ENOTDIR: throw .nobody(path: path)
            case EACCES, EPERM: throw .forbidden(path: path)
            default: throw .systemCall("connect", path: path, number)
            }
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    package func send(_ request: ControlRequest) throws(ControlFault) {
        let bytes = Array((request.line + "\n").utf8)
        let sent = unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        if sent != bytes.count { throw .brokenOff(path: path) }
    }

    /// Waits for the next line of the answer; nil after the last.
    ///
    /// - Throws: `ControlFault.brokenOff` if it ends in the middle of one.
    package mutating func reply() throws(ControlFault) -> ControlReply? {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: received[..<end], as: UTF8.self)
                received.removeSubrange(...end)
                guard let reply = ControlReply(line: line[...]) else { throw .brokenOff(path: path) }
                return reply
            }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = unsafe recv(descriptor, &bytes, bytes.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                if received.isEmpty, count == 0 { return nil }
                throw .brokenOff(path: path)
            }
            received += bytes[..<count]
        }
    }
}
