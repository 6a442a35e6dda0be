// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// The meter's end of a serial line, and the path of the other end.
final class PseudoTerminal {
    let path: String
    private var meter: Int32 = -1

    init() throws {
        var port: Int32 = -1
        // Not by ttyname(3): its one buffer is shared by all threads, and tests run side by side.
        var name = [CChar](repeating: 0, count: 128)
        try #require(openpty(&meter, &port, &name, nil, nil) == 0)
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
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
