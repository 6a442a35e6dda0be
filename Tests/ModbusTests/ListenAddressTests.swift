// SPDX-License-Identifier: Apache-2.0

import Glibc
import Modbus
import Testing

@Suite("Listen addresses and their errors")
struct ListenAddressTests {
    @Test(
        "An address is read with and without a port",
        arguments: [
            ("0.0.0.0:1502", "0.0.0.0", 1502), ("192.168.1.5", "192.168.1.5", 502), ("[::]:502", "::", 502),
            ("[fe80::1]", "fe80::1", 502), ("::", "::", 502), ("::1", "::1", 502), (":1502", "0.0.0.0", 1502),
            ("*:0", "0.0.0.0", 0), ("meter.lan:65535", "meter.lan", 65535),
        ] as [(String, String, UInt16)]
    )
    func read(text: String, host: String, port: UInt16) {
        #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
    }

    @Test(
        "An address that isn't one is refused",
        arguments: [
            "", "host:", "host:65536", "host:-1", "host:x", "[::", "[::]502", "[]:502", "a b:502", "host:+5",
        ]
    )
    func refused(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test("An address reads as it is written", arguments: ["0.0.0.0:1502", "[::1]:502", "localhost:0"])
    func roundTrip(text: String) {
        #expect(ListenAddress(text)?.description == text)
    }

    @Test(
        "Errors say what to do",
        arguments: [
            (
                EACCES,
                "Cannot listen on 0.0.0.0:502: ports below 1024 need a permission. "
                    + "Give it once: sudo setcap cap_net_bind_service=+ep $(command -v meterbridge), "
                    + "or run meterbridge as its systemd service, or take another port: --listen 0.0.0.0:1502."
            ),
            (
                EADDRINUSE,
                "Cannot listen on 0.0.0.0:502: another program has port 502. "
                    + "See which: sudo ss -ltnp 'sport = :502'. Stop it, or take another port with --listen."
            ),
            (
                EADDRNOTAVAIL,
                "Cannot listen on 0.0.0.0:502: no network interface of this machine has the address 0.0.0.0. "
                    + "See which it has: ip address. 0.0.0.0 listens on all of them."
            ),
            (
                ECONNREFUSED,
                "Cannot listen on 0.0.0.0:502: 0.0.0.0 is neither an address nor a name that this machine can resolve."
            ),
            (ENOBUFS, "Cannot listen on 0.0.0.0:502: No buffer space available."),
        ] as [(Int32, String)]
    )
    func sentences(errno: Int32, sentence: String) throws {
        let address = ListenAddress(host: "0.0.0.0")
        #expect(ServerError.cannotListen(address, errno: errno).description == sentence)
    }
}
