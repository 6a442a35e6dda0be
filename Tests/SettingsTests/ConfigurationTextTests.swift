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

@Suite("A configuration that is printed is read as the same again") struct ConfigurationTextTests {
    private static let library = MapLibrary.builtIn

    private static func configuration(_ consumers: [ConsumerConfiguration]) -> GatewayConfiguration {
        var configuration = GatewayConfiguration()
        configuration.meters = [MeterConfiguration(name: "meter", input: .standardInput)]
        configuration.listeners = [
            ListenerConfiguration(.tcp(ListenAddress(host: "0.0.0.0", port: 502)), consumers: consumers)
        ]
        return configuration
    }

    private func expectRoundTrip(_ configuration: GatewayConfiguration) throws {
        let text = ConfigurationText(configuration, Self.library).text
        let report = ConfigurationSurroundings.ofTests(["KEY": "00112233445566778899AABBCCDDEEFF"]).read(text)
        #expect(report.diagnostics.map { $0.rendered() } == [], "\(text)")
        let again = try #require(report.configuration, "\(text)")
        #expect(configuration.differences(to: again) == [], "\(text)")
        #expect(ConfigurationText(again, Self.library).text == text)
    }

    @Test(
        "Inputs",
        arguments: [
            "serial:/dev/ttyUSB0?settings=9600-7E1&request=rts", "/dev/ttyUSB0", "tcp://[fd00::1]:23?silence=2.5s",
            "file:evening of May.txt?every=1s", "file:evening.txt", "-", "simulator:dsmr5?seed=7&speed=0.5",
            "file:a,b(c).txt", "file:#1.txt",
        ]
    )
    func inputs(address: String) throws {
        var configuration = Self.configuration([
            ConsumerConfiguration(meter: "meter", map: try Self.library.map("native"), unit: 1)
        ])
        configuration.meters[0].input = try InputAddress(address) { _ in .characterDevice }
        try expectRoundTrip(configuration)
    }

    @Test(
        "Consumers as the command line asks for them",
        arguments: [
            "native", "native:254", "eastron-sdm630:2,low-first", "carlo-gavazzi-em24,model-code=1650,paced=800ms",
            "sunspec-203:240,model-name=\"Smart, meter\",once=2.5s", "phoenix-eem,high-first,energy-divisor=1000",
            "inepro-pro380,export-sign=1", "chint-dtsu666,solax-type=0x00A6", "kostal-ksem",
        ]
    )
    func requests(request: String) throws {
        let consumer = try ConsumerRequest(request).consumer(of: "meter", Self.library)
        try expectRoundTrip(Self.configuration([consumer]))
    }

    @Test("Every policy in every state", arguments: 0..<6)
    func policies(index: Int) throws {
        let policies: [FailSafePolicy] = [
            .silence, .exception(11), .unavailable, .zero,
            .substitute([.currentL1: Decimal(25), .currentL2: Decimal(-165, exponent: -1), .power: .zero]),
            .hold(.milliseconds(2500), then: .substitute([.voltageL1: Decimal(230)])),
        ]
        let others = (policies + policies)[(index + 1)...]
        var consumer = ConsumerConfiguration(meter: "meter", map: try Self.library.map("carlo-gavazzi-et112"), unit: 1)
        consumer.ownFailSafe.stale = policies[index]
        try expectRoundTrip(Self.configuration([consumer]))
        consumer.ownFailSafe = OwnFailSafe(
            stale: policies[index],
            waiting: others.first,
            lost: others.dropFirst().first,
            recovering: others.dropFirst(2).first
        )
        try expectRoundTrip(Self.configuration([consumer]))
    }

    @Test("Every combination of what a consumer may be told", arguments: 0..<64)
    func adjustments(bits: Int) throws {
        func has(_ bit: Int) -> Bool { bits >> bit & 1 == 1 }
        var consumer = ConsumerConfiguration(meter: "meter", map: try Self.library.map("carlo-gavazzi-et112"), unit: 9)
        if has(0) { consumer.adjustment.offset = Decimal(-505, exponent: -1) }
        if has(1) { consumer.adjustment.offsetPlace = .phase(.l3) }
        if has(2) { consumer.adjustment.scale = Decimal(25, exponent: -1) }
        if has(3) { consumer.adjustment.phases = [.l3, .l1, .l2] }
        if has(4) { consumer.name = "The charger # 2" }
        if has(5) { consumer.deviceClass = DeviceClass.allCases[bits % DeviceClass.allCases.count] }
        try expectRoundTrip(Self.configuration([consumer]))
    }

    @Test("Everything around the consumers", arguments: 0..<512)
    func surroundings(bits: Int) throws {
        func has(_ bit: Int) -> Bool { bits >> bit & 1 == 1 }
        let consumer = ConsumerConfiguration(meter: "meter", map: try Self.library.map("carlo-gavazzi-et112"), unit: 1)
        var configuration = Self.configuration([consumer])
        if has(0) {
            configuration.meters[0].staleAfter = .milliseconds(1500)
            configuration.meters[0].frozenAfter = .seconds(60)
        }
        if has(1) {
            configuration.meters[0].checksumPolicy = has(2) ? .required : .none
            configuration.meters[0].country = has(2) ? .be : .fi
        }
        if has(2) {
            let keys = MeterKeys(key: .environment("KEY"), authenticationKey: has(3) ? .file("house.key") : nil)
            configuration.meters[0].keys = keys
            configuration.meters[0].decryptor = FrameDecryptor(
                key: try DecryptionKey("00112233445566778899AABBCCDDEEFF")
            )
        }
        if has(3) {
            let input = InputAddress.simulator(.dsmr5, seed: 1, speed: 1)
            configuration.meters.append(MeterConfiguration(name: "charger", input: input))
            let terms: [SumConfiguration.Term] = [.init(.minus, "charger"), .init(.plus, "meter")]
            configuration.sums = [SumConfiguration(name: "rest", terms: terms)]
        }
        if has(4) {
            configuration.limits.connections = 5
            configuration.limits.connectionsPerAddress = has(5) ? 2 : nil
            configuration.limits.allowed = has(6) ? [try AddressRange("10.0.0.0/8"), try AddressRange("::1")] : nil
        }
        if has(5) {
            let line = SerialLine(path: "/dev/ttyUSB9", speed: 19200, parity: .odd, stopBits: 2, direction: .rtsDown)
            configuration.listeners.append(ListenerConfiguration(.serial(line), consumers: [consumer]))
        }
        if has(6) {
            configuration.listeners[0].allowed = [try AddressRange("192.168.1.0/24")]
            configuration.page = DashboardAddress(host: "::1", port: 8080)
        }
        if has(7) {
            let address = MQTTAddress(
                user: has(0) ? "me" : nil,
                host: has(1) ? "fd00::1" : "broker",
                port: has(2) ? 1884 : 1883
            )
            configuration.mqtt = BrokerConfiguration(address, passwordFile: has(3) ? PasswordFile(path: "/p w") : nil)
            if has(4) { configuration.mqtt?.address.prefix = "a b/c" }
        }
        if has(8) { configuration.stateFolder = "/var/lib/meter bridge" }
        try expectRoundTrip(configuration)
    }
}
