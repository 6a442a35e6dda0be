// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A plain TCP connection to this machine, for bytes that no Modbus client would send.
final class LoopbackSocket: Sendable {
    struct Failure: Error {
        let call: String
        let errno: Int32
    }

    private let descriptor: Int32

    /// - Parameter source: the last byte of the address of 127.0.0.0/24 to connect from.
    init(port: Int, from source: UInt32 = 1) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        if source != 1 {
            address.sin_addr.s_addr = (0x7F00_0000 | source).bigEndian
            let bound = withUnsafeBytes(of: &address) { bytes in
                bytes.withMemoryRebound(to: sockaddr.self) { bind(descriptor, $0.baseAddress, socklen_t(bytes.count)) }
            }
            guard bound == 0 else { throw Failure(call: "bind", errno: errno) }
        }
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { connect(descriptor, $0.baseAddress, socklen_t(bytes.count)) }
        }
        guard result == 0 else { throw Failure(call: "connect", errno: errno) }
    }

    deinit { close(descriptor) }

    /// A port that nobody listens on now, for servers that can't say which one they were given.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutableBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { bound in
                let result = bind(descriptor, bound.baseAddress, length)
                return result == 0 ? getsockname(descriptor, bound.baseAddress, &length) : result
            }
        }
        guard result == 0 else { throw Failure(call: "bind", errno: errno) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    func send(_ bytes: [UInt8]) throws {
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure(call: "send", errno: errno)
        }
    }

    /// Waits for exactly so many bytes, or for the end of the connection.
    func receive(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var received = 0
        while received < count {
            let part = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress?.advanced(by: received), count - received, 0)
            }
            guard part >= 0 else { throw Failure(call: "recv", errno: errno) }
            guard part > 0 else { break }
            received += part
        }
        return Array(bytes[..<received])
    }
}
