// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("Networks that clients may connect from")
struct AddressRangeTests {
    @Test(
        "What is written is refused with what to write",
        arguments: [
            ("meter.lan", .noAddress("meter.lan")), ("", .noAddress("")), ("/24", .noAddress("/24")),
            ("192.168.1/24", .noAddress("192.168.1/24")), ("fe80::1%eth0", .noAddress("fe80::1%eth0")),
            ("10.0.0.0/33", .badPrefix("10.0.0.0/33", most: 32)), ("10.0.0.0/", .badPrefix("10.0.0.0/", most: 32)),
            ("10.0.0.0/-1", .badPrefix("10.0.0.0/-1", most: 32)), ("fd00::/129", .badPrefix("fd00::/129", most: 128)),
            (
                "192.168.1.5/24",
                .hostInNetwork("192.168.1.5/24", host: "192.168.1.5", network: "192.168.1.0/24")
            ),
            ("fd00::1/8", .hostInNetwork("fd00::1/8", host: "fd00::1", network: "fd00:0:0:0:0:0:0:0/8")),
        ] as [(String, AddressRangeError)]
    )
    func faults(text: String, fault: AddressRangeError) {
        #expect(throws: fault) { try AddressRange(text) }
    }

    @Test(
        "A range holds its own addresses and no others",
        arguments: [
            ("192.168.1.0/24", ["192.168.1.0", "192.168.1.255"], ["192.168.0.255", "192.168.2.0", "::", "fd00::1"]),
            ("10.0.0.7", ["10.0.0.7"], ["10.0.0.6", "::a00:7"]),
            ("10.0.0.7/32", ["10.0.0.7"], ["10.0.0.8"]),
            ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::1", "fd00::1"]),
            ("::/0", ["::1", "ffff::1"], ["10.0.0.7"]),
            ("fd00::/8", ["fd00::1", "fdff::1"], ["fc00::1", "fe00::1", "10.0.0.7"]),
            ("2001:db8::/65", ["2001:db8::7fff:ffff:ffff:ffff"], ["2001:db8::8000:0:0:0", "2001:db8:0:1::"]),
            ("2001:db8::1", ["2001:db8::1"], ["2001:db8::2"]),
            ("::ffff:10.0.0.0/104", ["10.0.0.7", "10.255.0.1"], ["11.0.0.7", "::1"]),
        ]
    )
    func members(text: String, inside: [String], outside: [String]) throws {
        let range = try AddressRange(text)
        #expect(range.description == text)
        for address in inside {
            let peer = try #require(PeerAddress(host: address))
            #expect(range.contains(peer), "\(address)")
        }
        for address in outside {
            let peer = try #require(PeerAddress(host: address))
            #expect(!range.contains(peer), "\(address)")
        }
    }
}
