// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Testing

@Suite("The page's address")
struct DashboardAddressTests {
    @Test(
        "Host and port are read, and a port alone means this machine only",
        arguments: [
            ("8080", "127.0.0.1", 8080), ("127.0.0.1:80", "127.0.0.1", 80), ("[::1]:8080", "::1", 8080),
            (":8080", "0.0.0.0", 8080), ("*:0", "0.0.0.0", 0), ("gateway.lan:65535", "gateway.lan", 65535),
        ] as [(String, String, UInt16)]
    )
    func valid(text: String, host: String, port: UInt16) throws {
        #expect(try DashboardAddress(text) == DashboardAddress(host: host, port: port))
    }

    @Test(
        "A wrong port is named in a sentence",
        arguments: ["", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:８０", "[::1]"]
    )
    func badPort(text: String) {
        #expect(throws: DashboardAddressFault.badPort(text)) { try DashboardAddress(text) }
        #expect(
            DashboardAddressFault.badPort(text).description
                == "'\(text)' doesn't end in a port, which is a number up to 65535. Example: 127.0.0.1:8080"
        )
    }

    @Test("A wrong host is named in a sentence", arguments: ["::1:8080", "http://x:80", "[x]:80", "a b:80", "u@h:80"])
    func badHost(text: String) {
        #expect(throws: DashboardAddressFault.badHost(text)) { try DashboardAddress(text) }
    }

    @Test("An IPv6 address is written in brackets")
    func description() {
        #expect("\(DashboardAddress(host: "::1", port: 80))" == "[::1]:80")
    }
}
