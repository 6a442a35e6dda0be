// SPDX-License-Identifier: Apache-2.0

import Dashboard
import Decryption
import Inputs
import Metering
import Modbus
import Notation
import Outputs
import Registers
import Settings
import Telegrams
import Testing

@Suite("A configuration file says what a gateway is to do") struct ConfigurationReaderTests {
    private static let everything = """
        # All there is.
        meter house
          input           serial:/dev/serial/by-id/usb-FTDI_P1-if00  settings=9600-7E1 request=rts  # behind the address
          stale-after     30s
          frozen-after    1m
          crc             required
          country         is
          key-file        house.key
          authentication-key-environment  AUTHENTICATION_KEY_OF_HOUSE

        meter charger
          input           tcp://192.168.1.20:23?silence=10s

        sum house-without-charger = house - charger

        state "/var/lib/meter bridge"

        listen 0.0.0.0:502
          consumer 1  carlo-gavazzi-em24 of house  class battery  name "Victron GX"
          consumer 2  eastron-sdm630 of house-without-charger  low-first  offset 0.05 kW on l1  scale 40  phases l2 l3 l1 \
        paced 800ms  stale hold 10s then exception 11  waiting unavailable  lost silence  recovering exception 4  set meter-code=137
          consumer 3  native of charger  once 1s  stale substitute current.l1=25 A current.l2 = 16 A
          allow       192.168.1.0/24 fd00::/8
          allow       10.0.0.7

        listen serial:/dev/ttyUSB1 settings=19200-8E1 rs485=on
          consumer native of house

        listen rtu+tcp://127.0.0.1:4001
          consumer native of house

        limits
          connections              100
          connections-per-address  10
          evictable-after          30s
          frame-deadline           2s
          allow                    172.16.0.0/12

        page 8080
        mqtt broker.lan:1884
          user            meterbridge
          password-file   /etc/mqtt.password
          prefix          home/meter
        """

    private func model() throws -> GatewayConfiguration {
        let library = MapLibrary.builtIn
        var model = GatewayConfiguration()
        let serial = InputAddress.serial(
            path: "/dev/serial/by-id/usb-FTDI_P1-if00",
            settings: SerialSettings(speed: 9600, dataBits: 7, parity: .even, stopBits: 1),
            request: .rts
        )
        var house = MeterConfiguration(name: "house", input: serial)
        house.staleAfter = .seconds(30)
        house.frozenAfter = .seconds(60)
        house.checksumPolicy = .required
        house.country = .is
        house.keys = MeterKeys(key: .file("house.key"), authenticationKey: .environment("AUTHENTICATION_KEY_OF_HOUSE"))
        let surroundings = ConfigurationSurroundings.ofTests
        house.decryptor = .init(key: try surroundings.key(in: .file("house.key")))
        let charger = MeterConfiguration(
            name: "charger",
            input: .tcp(host: "192.168.1.20", port: 23, silence: .seconds(10))
        )
        model.meters = [house, charger]
        let terms = [SumConfiguration.Term(.plus, "house"), SumConfiguration.Term(.minus, "charger")]
        model.sums = [SumConfiguration(name: "house-without-charger", terms: terms)]
        model.stateFolder = "/var/lib/meter bridge"

        var adjustment = Adjustment()
        adjustment.offset = Decimal(50)
        adjustment.offsetPlace = .phase(.l1)
        adjustment.scale = Decimal(40)
        adjustment.phases = [.l2, .l3, .l1]
        let tcp = [
            ConsumerConfiguration(
                name: "Victron GX",
                meter: "house",
                map: try library.map("carlo-gavazzi-em24"),
                unit: 1,
                deviceClass: .battery
            ),
            ConsumerConfiguration(
                meter: "house-without-charger",
                map: try library.map("eastron-sdm630", overrides: ["meter-code": "137"]).mirrored(),
                unit: 2,
                pacing: .paced(atMost: .milliseconds(800)),
                adjustment: adjustment,
                ownFailSafe: OwnFailSafe(
                    stale: .hold(.seconds(10), then: .exception(11)),
                    waiting: .unavailable,
                    lost: .silence,
                    recovering: .exception(4)
                )
            ),
            ConsumerConfiguration(
                meter: "charger",
                map: try library.map("native"),
                unit: 3,
                pacing: .once(atMost: .seconds(1)),
                ownFailSafe: OwnFailSafe(stale: .substitute([.currentL1: Decimal(25), .currentL2: Decimal(16)]))
            ),
        ]
        let native = ConsumerConfiguration(meter: "house", map: try library.map("native"), unit: 1)
        let line = SerialLine(path: "/dev/ttyUSB1", speed: 19200, parity: .even, stopBits: 1, direction: .driver)
        model.listeners = [
            ListenerConfiguration(
                .tcp(ListenAddress(host: "0.0.0.0", port: 502)),
                allowed: [
                    try AddressRange("192.168.1.0/24"), try AddressRange("fd00::/8"), try AddressRange("10.0.0.7"),
                ],
                consumers: tcp
            ),
            ListenerConfiguration(.serial(line), consumers: [native]),
            ListenerConfiguration(.rtuOverTCP(ListenAddress(host: "127.0.0.1", port: 4001)), consumers: [native]),
        ]
        model.limits.connections = 100
        model.limits.connectionsPerAddress = 10
        model.limits.evictableAfter = .seconds(30)
        model.limits.frameDeadline = .seconds(2)
        model.limits.allowed = [try AddressRange("172.16.0.0/12")]
        model.page = DashboardAddress(port: 8080)
        let broker = MQTTAddress(user: "meterbridge", host: "broker.lan", port: 1884, prefix: "home/meter")
        model.mqtt = BrokerConfiguration(broker, passwordFile: PasswordFile(path: "/etc/mqtt.password"))
        return model
    }

    @Test("A file with everything in it is exactly the model that it says")
    func everything() throws {
        let key = "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF"
        let report = ConfigurationSurroundings.ofTests(["AUTHENTICATION_KEY_OF_HOUSE": key]).read(Self.everything)

        #expect(report.diagnostics.map { $0.rendered() } == [])
        let configuration = try #require(report.configuration)
        #expect(configuration.differences(to: try model()) == [])
    }

    @Test("A consumer without a unit takes the map's usual one, and the only meter")
    func usualUnit() throws {
        let text = "meter house\n input -\nlisten 0.0.0.0:502\n consumer kostal-ksem\n consumer sunspec-203\n"
        let configuration = try #require(ConfigurationSurroundings.ofTests.read(text).configuration)

        #expect(configuration.consumers.map(\.unit) == [71, 1])
        #expect(configuration.consumers.map(\.meter) == ["house", "house"])
    }

    @Test("Each word of the reference is understood with its example", arguments: ConfigurationKey.all.map(\.example))
    func examples(example: String) throws {
        let key = try #require(ConfigurationKey.all.first { $0.example == example })
        // Given a file that lacks only this line
        var lines = [
            "meter house", "  input simulator:dsmr5", "meter charger", "  input simulator:dsmr5", "listen 0.0.0.0:1502",
            "  consumer 1 carlo-gavazzi-em24 of house", "limits", "mqtt other",
        ]
        let line = "\(key.name) \(key.example)"
        switch key.section {
        case .file where key.name == "meter": lines[0] = line
        case .file where key.name == "listen": lines[4] = line
        case .file where key.name == "mqtt": lines[7] = line
        case .file where key.name == "limits": break
        case .file where key.name == "maps": break
        case .file: lines.append(line)
        case .meter where key.name == "input": lines[1] = line
        case .meter where key.name == "authentication-key-file":
            lines.insert(contentsOf: ["key-file house.key", line], at: 2)
        case .meter where key.name == "authentication-key-environment":
            lines.insert(contentsOf: ["key-file house.key", line], at: 2)
        case .meter: lines.insert(line, at: 2)
        case .listen: lines.insert(line, at: 6)
        case .consumer where key.name == "of": break
        case .consumer: lines[5] += " \(line)"
        case .limits: lines.insert(line, at: 7)
        case .mqtt: lines.append(line)
        }
        let text = lines.joined(separator: "\n").replacing("/etc/meterbridge/house.key", with: "house.key")
            .replacing("/etc/meterbridge/house.authentication-key", with: "house.key")

        let hex = "00112233445566778899AABBCCDDEEFF"
        let surroundings = ConfigurationSurroundings.ofTests(
            ["METERBRIDGE_KEY": hex, "METERBRIDGE_AUTHENTICATION_KEY": hex]
        )
        #expect(surroundings.read(text).diagnostics.map { $0.rendered() } == [])
    }

    @Test("The input's form of the command line means the same")
    func joinedOptions() throws {
        let head = "listen 0.0.0.0:502\n consumer native\nmeter house\n input "
        let inputs = try [
            "serial:/dev/ttyUSB0?settings=9600-7E1&request=rts", "/dev/ttyUSB0 settings=9600-7E1 request=rts",
        ]
        .map { input in
            try #require(ConfigurationSurroundings.ofTests.read(head + input).configuration).meters[0].input
        }
        #expect(inputs[0] == inputs[1])
    }

    @Test("A thousand faults and no more are told of a file that is none")
    func flood() {
        let report = ConfigurationSurroundings.ofTests.read(String(repeating: "xyzzy\n", count: 5000))
        #expect(report.diagnostics.count == Diagnostics.most)
        #expect(report.configuration == nil)
    }

    @Test("No bytes make the reader trap", arguments: 0..<200 as Range<UInt64>)
    func randomText(seed: UInt64) {
        // Given the file with everything, with a few of its characters replaced
        var random = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % bound
        }
        var characters = Array(Self.everything)
        let others = Array("\n #\"=-:,()0a\u{FFFD}é\t")
        for _ in 0..<8 { characters[next(characters.count)] = others[next(others.count)] }

        // Then there are faults or a configuration, never neither
        let report = ConfigurationSurroundings.ofTests.read(String(characters))
        #expect((report.configuration == nil) == report.diagnostics.contains { $0.severity == .error })
    }
}
