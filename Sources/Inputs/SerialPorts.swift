// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The serial ports of this machine.
package enum SerialPorts {
    /// Names of devices that a P1 cable appears as: USB adapters and the ports of small computers.
    private static let prefixes = ["ttyUSB", "ttyACM", "ttyAMA", "serial"]

    /// Paths of the ports that are there; the stable names under `/dev/serial/by-id` where they exist, because the others
    /// change with the order of plugging in.
    package static func found() -> [String] {
        let stable = names(in: "/dev/serial/by-id").map { "/dev/serial/by-id/\($0)" }
        guard stable.isEmpty else { return stable.sorted() }
        return names(in: "/dev").filter { name in
            prefixes.contains { name.hasPrefix($0) && name.count > $0.count }
        }.map { "/dev/\($0)" }.sorted()
    }

    private static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
