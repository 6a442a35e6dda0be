// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// The meter's end of a serial line, and the path of the other end.
final class PseudoTerminal {
    let path: String
    private var meter: Int32 = -1

    init() throws {
        var port: Int32 = -1
        try #require(openpty(&meter, &port, nil, nil, nil) == 0)
        path = String(cString: ttyname(port))
        close(port)
    }

    deinit {
        unplug()
    }

    func send(_ bytes: [UInt8]) {
        #expect(write(meter, bytes, bytes.count) == bytes.count)
    }

    func unplug() {
        if meter >= 0 { close(meter) }
        meter = -1
    }
}
