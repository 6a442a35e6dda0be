// SPDX-License-Identifier: Apache-2.0

/// Where state is kept when nobody says otherwise.
package enum StateLocation {
    /// The folder that systemd made for the service (systemd.exec(5), `StateDirectory=`; the first, where it names several),
    /// else that of the XDG Base Directory Specification 0.8; `nil` where the environment names neither.
    package static func folder(_ environment: (String) -> String?) -> String? {
        if let folders = environment("STATE_DIRECTORY"), let first = folders.split(separator: ":").first {
            return String(first)
        }
        // The specification: paths that aren't absolute are to be ignored.
        if let base = environment("XDG_STATE_HOME"), base.hasPrefix("/") { return "\(base)/meterbridge" }
        if let home = environment("HOME"), home.hasPrefix("/") { return "\(home)/.local/state/meterbridge" }
        return nil
    }
}
