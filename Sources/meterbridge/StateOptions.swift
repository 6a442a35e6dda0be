// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
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

    /// `nil` where neither the option nor the environment names one.
    var folder: String? {
        state
            ?? StateLocation.folder { name in
                unsafe getenv(name).map { unsafe String(cString: $0) }
            }
    }
}
