// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The programs in `Programs/`: the servers that this one is compared with, and the clients of all of them.
struct ComparedPrograms {
    /// A server on libmodbus in the manner of its own example with `select`.
    let select: [String]
    /// A server in C without libmodbus.
    let epoll: [String]
    /// pymodbus's asynchronous server; nil where no environment variable `METERBRIDGE_TEST_TOOLS` names a folder with it.
    let pymodbus: [String]?
    /// The clients.
    let load: [String]
    /// Clients that misbehave.
    let hazards: [String]
    /// The server that all this is about: this very program.
    let meterbridge: [String]

    /// Compiles what is in C by `CC` or else by the clang of the Swift toolchain, as fast as it gets.
    init(in folder: String) throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Programs").path
        let environment = ProcessInfo.processInfo.environment
        let compiler = (environment["CC"] ?? "clang").split(separator: " ").map(String.init)
        func compile(_ name: String, _ files: [String], _ options: [String] = []) throws -> [String] {
            let program = "\(folder)/\(name)"
            let command = compiler + ["-O3", "-o", program] + files.map { "\(sources)/\($0)" } + options
            _ = try Command.output(of: command)
            return [program]
        }
        let words = "\(ModbusBenchmark.words)"
        select = try compile("libmodbus_select", ["libmodbus_select.c"], ["-lmodbus"]) + [words]
        epoll = try compile("epoll_server", ["epoll_server.c"], ["-pthread"]) + [words]
        load = try compile("load", ["load.c", "clients.c"]) + [words]
        hazards = try compile("hazards", ["hazards.c"])
        meterbridge = ["/proc/\(getpid())/exe", "serve"]
        pymodbus = environment["METERBRIDGE_TEST_TOOLS"].map {
            ["\($0)/bin/python", "\(sources)/pymodbus_server.py", words]
        }
    }
}

/// A folder that is there as long as the benchmark runs.
struct TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "meterbridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
