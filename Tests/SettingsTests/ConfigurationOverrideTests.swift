// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Modbus
import Notation
import Outputs
import Settings
import Telegrams
import Testing

@Suite("Options and the environment go before the file") struct ConfigurationOverrideTests {
    private let text = """
        meter house
          input simulator:dsmr5
          stale-after 30s
        meter second-home
          input simulator:dsmr5 seed=2
        listen 0.0.0.0:502
          consumer 1 native of house
          allow 10.0.0.0/8
        page 127.0.0.1:8080
        """

    private func read(_ sets: [String] = [], _ environment: [String: String] = [:]) throws -> GatewayConfiguration {
        let report = ConfigurationSurroundings.ofTests(environment).read(text, sets: sets)
        #expect(report.diagnostics.map { $0.rendered() } == [])
        return try #require(report.configuration)
    }

    @Test("An option goes before a variable, a variable before the file")
    func precedence() throws {
        let variable = ["METERBRIDGE_HOUSE_STALE_AFTER": "20s"]

        #expect(try read().meters[0].staleAfter == .seconds(30))
        #expect(try read([], variable).meters[0].staleAfter == .seconds(20))
        #expect(try read(["house.stale-after=10s"], variable).meters[0].staleAfter == .seconds(10))
        #expect(try read(["house.stale-after=10s", "house.stale-after=11s"]).meters[0].staleAfter == .seconds(11))
    }

    @Test("What the file doesn't say can be set")
    func additions() throws {
        let configuration = try read(
            [
                "limits.connections=7", "state=/tmp/state", "mqtt.host=broker", "mqtt.user=me",
                "page=9090",
            ],
            ["METERBRIDGE_SECOND_HOME_CRC": "required", "METERBRIDGE_LISTEN": "127.0.0.1:1502"]
        )

        #expect(configuration.limits.connections == 7)
        #expect(configuration.stateFolder == "/tmp/state")
        #expect(configuration.mqtt?.address.host == "broker")
        #expect(configuration.mqtt?.address.user == "me")
        #expect(configuration.page?.port == 9090)
        #expect(configuration.meters[1].checksumPolicy == .required)
        #expect(configuration.listeners[0].listener == .tcp(ListenAddress(host: "127.0.0.1", port: 1502)))
    }

    @Test("Networks that are set take the place of all that the file lets in")
    func allow() throws {
        let configuration = try read(["listen.allow=192.168.1.0/24 fd00::/8"])
        #expect(configuration.listeners[0].allowed?.map(\.description) == ["192.168.1.0/24", "fd00::/8"])
    }

    @Test(
        "A wrong option is shown as it was written",
        arguments: [
            ("house.stale-after=10", "--set:1:19: error: '10' is no time"),
            ("house.stale-after=", "--set:1:19: error: a time is expected here"),
            ("house.stale-after=10s 20s", "--set:1:23: error: '20s' is not expected here"),
            ("hose.stale-after=10s", "--set:1:1: error: there is nothing called 'hose.stale-after' to set"),
            ("house.stale-after", "--set:1:1: error: a path, '=' and a value are expected"),
            ("", "--set:1:1: error: a path, '=' and a value are expected"),
            ("house.input=\"open", "--set:1:13: error: this text has no closing quote"),
            ("mqtt.user=me", "--set:1:1: error: there is no line 'mqtt' that this could belong to"),
            ("consumer=1 native", "--set:1:1: error: there is nothing called 'consumer' to set"),
        ]
    )
    func wrongOption(option: String, message: String) {
        let report = ConfigurationSurroundings.ofTests.read(text, sets: [option])
        #expect(report.configuration == nil)
        #expect(report.diagnostics.first?.rendered().hasPrefix(message) == true, "\(report.diagnostics)")
    }

    @Test("A wrong variable is named, and one that sets nothing is warned of")
    func variables() throws {
        let environment = [
            "METERBRIDGE_HOUSE_CRC": "always", "METERBRIDGE_HOUSE_STALEAFTER": "1s", "METERBRIDGE_KEY": "x",
        ]
        let rendered = ConfigurationSurroundings.ofTests(environment).read(text).diagnostics.map { $0.rendered() }

        #expect(
            rendered == [
                """
                (environment):1:1: warning: the variable METERBRIDGE_HOUSE_STALEAFTER sets nothing
                METERBRIDGE_HOUSE_STALEAFTER=1s
                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~ did you mean 'METERBRIDGE_HOUSE_STALE_AFTER'?
                """,
                """
                (environment):1:23: error: 'always' is not a policy
                METERBRIDGE_HOUSE_CRC=always
                                      ^~~~~~ it is one of required, if-present, none
                """,
            ]
        )
    }

    @Test("A variable that the file names as a key's place is no setting")
    func keyVariable() {
        let named = text.replacing("stale-after 30s", with: "key-environment METERBRIDGE_SECRET")
        let environment = ["METERBRIDGE_SECRET": "00112233445566778899AABBCCDDEEFF"]
        let report = ConfigurationSurroundings.ofTests(environment).read(named)

        #expect(report.diagnostics.map { $0.rendered() } == [])
        #expect(report.configuration?.meters[0].decryptor != nil)
    }

    @Test("Which of two listeners is meant, nobody can say")
    func severalListeners() {
        let report = ConfigurationSurroundings.ofTests.read(
            text + "\nlisten 0.0.0.0:503\n consumer native of house",
            sets: ["listen=0.0.0.0:1502"]
        )
        #expect(report.diagnostics.map(\.message) == ["the file has 2 lines 'listen', and this can't say which"])
    }
}
