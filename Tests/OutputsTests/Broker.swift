// SPDX-License-Identifier: Apache-2.0

import Foundation
import Outputs

/// A real mosquitto of the test's own, on a free port of this machine. A test that can't start it fails.
struct Broker {
    private let folder: URL
    private let process: Process
    let port: UInt16

    /// - Parameters:
    ///   - port: of a broker that is gone; by default any free one.
    ///   - user: who alone is let in, with which password.
    static func start(port: UInt16? = nil, user: (name: String, password: String)? = nil) async throws -> Broker {
        let folder = FileManager.default.temporaryDirectory.appending(path: "meterbridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let port = try port ?? freePort()
        // Root gives up its rights otherwise, and couldn't read the folder any more.
        var lines = ["listener \(port) 127.0.0.1", "allow_anonymous \(user == nil)", "log_dest stderr", "user root"]
        if let user {
            let passwords = folder.appending(path: "passwords").path
            let making = Process()
            making.executableURL = URL(fileURLWithPath: "/usr/bin/mosquitto_passwd")
            making.arguments = ["-b", "-c", passwords, user.name, user.password]
            making.standardError = FileHandle.nullDevice
            try making.run()
            making.waitUntilExit()
            lines.append("password_file \(passwords)")
        }
        let configuration = folder.appending(path: "mosquitto.conf")
        try lines.joined(separator: "\n").write(to: configuration, atomically: false, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/mosquitto")
        process.arguments = ["-c", configuration.path]
        let log = ProcessLines()
        process.standardError = log.pipe
        try process.run()
        _ = try await log.first { $0.hasSuffix(" running") }
        return Broker(folder: folder, process: process, port: port)
    }

    func stop() {
        process.stopAtOnce()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Stops it in its tracks: its connections stay open, and nobody reads them.
    func freeze() { kill(process.processIdentifier, SIGSTOP) }

    func thaw() { kill(process.processIdentifier, SIGCONT) }

    func address(user: String? = nil) -> MQTTAddress {
        MQTTAddress(user: user, host: "127.0.0.1", port: port, prefix: "home/meters")
    }

    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) == 0 && getsockname(descriptor, pointer, &size) == 0
            }
        }
        guard isBound else { throw NoPort() }
        return UInt16(bigEndian: address.sin_port)
    }

    struct NoPort: Error {}
}
