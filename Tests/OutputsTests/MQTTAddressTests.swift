// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Outputs

@Suite("The broker's address")
struct MQTTAddressTests {
    @Test(
        "User, host, port and prefix are read",
        arguments: [
            ("mqtt://broker.lan", MQTTAddress(host: "broker.lan")),
            ("MQTT://10.0.0.1:1884/", MQTTAddress(host: "10.0.0.1", port: 1884)),
            ("mqtt://[::1]", MQTTAddress(host: "::1")),
            (
                "mqtt://me@[fe80::1]:1/home/meters/",
                MQTTAddress(user: "me", host: "fe80::1", port: 1, prefix: "home/meters")
            ),
            ("mqtt://a@b@broker/x y", MQTTAddress(user: "a@b", host: "broker", prefix: "x y")),
        ]
    )
    func valid(text: String, expected: MQTTAddress) throws {
        #expect(try MQTTAddress(text) == expected)
        #expect(try MQTTAddress(expected.description) == expected)
    }

    @Test(
        "What is wrong is named",
        arguments: [
            ("", .badScheme("")), ("broker.lan", .badScheme("broker.lan")), ("mqtts://broker", .badScheme("mqtts")),
            ("mqtt://", .badHost("")), ("mqtt://:1883", .badHost(":1883")), ("mqtt://::1", .badHost("::1")),
            ("mqtt://a b", .badHost("a b")), ("mqtt://[::1]x", .badHost("[::1]x")),
            ("mqtt://broker?x", .badHost("broker?x")),
            ("mqtt://broker:0", .badPort("0")), ("mqtt://broker:65536", .badPort("65536")),
            ("mqtt://broker:", .badPort("")),
            ("mqtt://broker:+1", .badPort("+1")), ("mqtt://@broker", .emptyUser),
            ("mqtt://broker/a/#", .badPrefix("a/#")), ("mqtt://broker/+", .badPrefix("+")),
            ("mqtt://broker/$SYS", .badPrefix("$SYS")), ("mqtt://broker//a", .badPrefix("/a")),
            ("mqtt://broker/a\u{0}", .badPrefix("a\u{0}")),
        ] as [(String, MQTTAddressFault)]
    )
    func invalid(text: String, fault: MQTTAddressFault) {
        #expect(throws: fault) { try MQTTAddress(text) }
    }

    @Test(
        "A password in the address is refused and never repeated, whatever else is wrong",
        arguments: [
            "mqtt://me:secret@broker", "mqtt://me:secret@broker:99999/#", "mqtt://:secret@", "mqtts://me:secret@broker",
        ]
    )
    func password(text: String) {
        let fault = #expect(throws: MQTTAddressFault.self) { try MQTTAddress(text) }
        #expect(fault?.description.contains("secret") == false)
    }

    @Test("A fault is a sentence with an example")
    func sentence() {
        #expect(
            MQTTAddressFault.badPort("0").description
                == "'0' is not a port; ports are 1 to 65535. Example: mqtt://meterbridge@broker.lan:1883/home/meters"
        )
    }

    @Test("A meter's name stays one level of the topic", arguments: [("house", "house"), ("a/b+c#\n", "a_b_c__")])
    func topics(meter: String, level: String) {
        let topics = MQTTTopics(prefix: "home/meters", meter: meter)

        #expect(topics.telegram == "home/meters/\(level)")
        #expect(topics.state == "home/meters/\(level)/state")
    }
}
