// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Dashboard

@Suite("The Host header")
struct HostRuleTests {
    private let loopback = HostRule(DashboardAddress(), names: ["Gateway.lan"])

    @Test(
        "A name or address of this machine is accepted, with any port and in any case",
        arguments: [
            "127.0.0.1", "127.0.0.1:8080", "127.8.9.1:1", "localhost:8080", "LOCALHOST", "localhost.", "[::1]",
            "[::1]:8080",
            "gateway.lan", "gateway.LAN:80",
        ]
    )
    func own(authority: String) {
        #expect(loopback.accepts(authority))
    }

    @Test(
        "A foreign name is refused, however it is dressed up",
        arguments: [
            "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example",
            "127.0.0.1@evil.example",
            "evil.example#127.0.0.1", "", ":8080", ".", "[::1", "[::1]evil", "[evil.example]", "127.0.0.1:8080:1",
            "127.0.0.256", "127.1", "0x7f.0.0.1", "::1", "192.168.1.5", "[fe80::1]", "xgateway.lan", "0.0.0.0",
        ]
    )
    func foreign(authority: String) {
        #expect(!loopback.accepts(authority))
    }

    @Test(
        "Where every interface is served, any bare address is accepted, because none can be rebound",
        arguments: ["0.0.0.0", "::"]
    )
    func everyInterface(host: String) {
        let rule = HostRule(DashboardAddress(host: host), names: [])

        #expect(rule.accepts("192.168.1.5:8080"))
        #expect(rule.accepts("[fe80::1]:8080"))
        #expect(rule.accepts("localhost"))
        #expect(!rule.accepts("evil.example"))
        #expect(!rule.accepts("1.2.3.4.example"))
    }

    @Test("Where one address is served, it is accepted and another isn't")
    func oneInterface() {
        let rule = HostRule(DashboardAddress(host: "192.168.1.5"), names: [])

        #expect(rule.accepts("192.168.1.5:8080"))
        #expect(!rule.accepts("192.168.1.6:8080"))
    }
}
