// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import State

/// Where counters are kept from one run to the next.
struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Keep energy counters in this folder, such as /var/lib/meterbridge; by default $STATE_DIRECTORY, \
            $XDG_STATE_HOME/meterbridge or ~/.local/state/meterbridge
            """,
            valueName: "folder"
        )
    )
    var state: String?

    /// Where counters are kept if nobody says; `nil` where the environment names no place either.
    static var standardFolder: String? { StateLocation.folder { Environment.value($0) } }
}
