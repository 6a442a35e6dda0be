// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Control
import Glibc

/// Where a running gateway takes orders.
struct ControlOptions: ParsableArguments {
    @Option(
        name: .customLong("control"),
        help: ArgumentHelp(
            """
            The socket of a gateway's orders; by default control.sock in $RUNTIME_DIRECTORY, in \
            $XDG_RUNTIME_DIR/meterbridge or, for root, in /run/meterbridge
            """,
            valueName: "path"
        )
    )
    var socket: String?

    /// `nil` where neither the option nor the environment names one.
    var path: String? {
        socket
            ?? ControlSocket.path(user: geteuid()) { name in
                unsafe getenv(name).map { unsafe String(cString: $0) }
            }
    }

    static let noPath = """
        nothing says where the gateway's socket is: there is no $RUNTIME_DIRECTORY and no $XDG_RUNTIME_DIR; name it with \
        --control PATH
        """
}
