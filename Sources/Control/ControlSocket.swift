// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where a running gateway takes orders from its owner, and from nobody else.
package enum ControlSocket {
    private static let fileName = "control.sock"
    /// What fits into a socket's address with its final zero (unix(7), `sun_path`).
    package static let longestPath = 107

    /// In the folder that systemd made for the service (systemd.exec(5), `RuntimeDirectory=`; the first, where it names
    /// several), else in the user's own (XDG Base Directory Specification 0.8, `XDG_RUNTIME_DIR`), else, for root, in the
    /// system's; `nil` where there is none.
    ///
    /// - Parameter user: the effective user of the process, 0 for root.
    package static func path(user: UInt32, _ environment: (String) -> String?) -> String? {
        if let folders = environment("RUNTIME_DIRECTORY"), let first = folders.split(separator: ":").first {
            return "\(first)/\(fileName)"
        }
        if let base = environment("XDG_RUNTIME_DIR"), base.hasPrefix("/") { return "\(base)/meterbridge/\(fileName)" }
        return user == 0 ? "/run/meterbridge/\(fileName)" : nil
    }

    /// Makes the folder of a path, for its owner alone, if it isn't there.
    static func makeFolder(of path: String) throws(ControlFault) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        guard unsafe mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
        throw .systemCall("mkdir", path: folder, errno)
    }
}
