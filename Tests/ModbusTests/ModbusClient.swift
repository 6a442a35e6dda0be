// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Modbus

/// A client made of a plain socket, without any Modbus library that could make up for the server's mistakes.
final class ModbusClient: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ call: String) { description = "\(call): \(String(cString: strerror(errno)))" }
    }

    private let descriptor: Int32

    /// Connects to a port of 127.0.0.1, or of ::1.
    ///
    /// - Parameters:
    ///   - source: the last byte of the address of 127.0.0.0/24 to connect from.
    ///   - receiveBuffer: how much the kernel keeps for a client that doesn't read.
    init(port: UInt16, overIPv6: Bool = false, from source: UInt32 = 1, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(overIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if descriptor < 0 { throw Failure("socket") }
        if var receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var noDelay: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, 4)
        let result: Int32
        if overIPv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_addr = in6addr_loopback
            result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            if source != 1 {
                address.sin_addr.s_addr = (0x7F00_0000 | source).bigEndian
                let bound = withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                if bound != 0 { throw Failure("bind") }
            }
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        if result != 0 { throw Failure("connect") }
    }

    deinit { close(descriptor) }

    /// Sends all bytes.
    func send(_ bytes: [UInt8]) async throws {
        try await onThread {
            if Glibc.send(self.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) != bytes.count {
                throw Failure("send")
            }
        }
    }

    /// Sends requests without ever reading, until the server closes the connection or `limit` were sent. Returns
    /// whether it closed.
    func flood(_ request: [UInt8], limit: Int) async throws -> Bool {
        try await onThread {
            for _ in 0..<limit where Glibc.send(self.descriptor, request, request.count, Int32(MSG_NOSIGNAL)) < 0 {
                return errno == EPIPE || errno == ECONNRESET
            }
            return false
        }
    }

    /// The next frame, by its own length.
    func receive() async throws -> [UInt8] {
        try await onThread {
            let header = try self.receiveAll(6)
            return try header + self.receiveAll(Int(header[4]) << 8 | Int(header[5]))
        }
    }

    /// Sends a request to unit 1 and returns the protocol data unit of the answer.
    func ask(_ request: [UInt8], unit: UInt8 = 1) async throws -> [UInt8] {
        try await send(frame(request, unit: unit))
        let answer = try await receive()
        return Array(answer.dropFirst(7))
    }

    /// The next `count` bytes, for frames that don't say how long they are.
    func receive(exactly count: Int) async throws -> [UInt8] { try await onThread { try self.receiveAll(count) } }

    /// Sends a read or a write in an RTU frame and returns the protocol data unit of the answer, whose checksum must be right.
    func ask(rtu request: [UInt8], unit: UInt8 = 1) async throws -> [UInt8] {
        try await send(rtuFrame(request, unit: unit))
        var answer = try await receive(exactly: 5)
        if answer[1] < 0x80 { answer += try await receive(exactly: answer[1] < 5 ? Int(answer[2]) : 3) }
        let dataUnit = Array(answer.dropFirst().dropLast(2))
        if answer != rtuFrame(dataUnit, unit: unit) { throw Failure("checksum") }
        return dataUnit
    }

    /// The lines of a file of the system's.
    static func lines(of path: String) throws -> [String] {
        let file = open(path, O_RDONLY)
        if file < 0 { throw Failure("open") }
        defer { close(file) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count <= 0 { break }
            text += chunk[..<count]
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Ends the connection, as the program's end would.
    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Waits for the server to close the connection. False if it sends something instead, or nothing for 20 s.
    func isClosedByServer() async throws -> Bool {
        try await onThread {
            var byte: UInt8 = 0
            let count = recv(self.descriptor, &byte, 1, 0)
            return count == 0 || count < 0 && errno == ECONNRESET
        }
    }

    /// All that comes until the server ends the connection; throws if it resets it.
    func receiveToTheEnd() async throws -> [UInt8] {
        try await onThread {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(self.descriptor, &chunk, chunk.count, 0)
                if count == 0 { return bytes }
                if count < 0 { throw Failure("recv") }
                bytes += chunk[..<count]
            }
        }
    }

    private func receiveAll(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            let received = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + have, count - have, 0) }
            if received == 0 { errno = ENOTCONN }
            if received <= 0 { throw Failure("recv") }
            have += received
        }
        return bytes
    }

    /// Runs what blocks where it holds up no other test: on a queue of its own, since those that are shared have few threads, and
    /// servers that clients wait for begin on them.
    private func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "client").async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
