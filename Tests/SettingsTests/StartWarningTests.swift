// SPDX-License-Identifier: Apache-2.0

import Metering
import Modbus
import Notation
import Registers
import Settings
import Telegrams
import Testing

@Suite("A start warns of what will go wrong later") struct StartWarningTests {
    private func consumer(
        _ map: String,
        _ pacing: Pacing = .immediate,
        class deviceClass: DeviceClass? = nil
    ) throws -> ConsumerConfiguration {
        let map = try MapLibrary.builtIn.map(map)
        return ConsumerConfiguration(meter: "house", map: map, unit: 1, pacing: pacing, deviceClass: deviceClass)
    }

    @Test(
        "A device that gives up sooner than two telegrams can come is named",
        arguments: [
            ("carlo-gavazzi-em24", 1, nil, nil), ("carlo-gavazzi-em24", 10, nil, "a Victron GX"),
            ("carlo-gavazzi-em24", 10, .battery, "a Victron GX"), ("carlo-gavazzi-em24", 10, .plc, nil),
            ("abb-b23", 10, .charger, "a SmartEVSE"), ("chint-dtsu666", 10, nil, "a SolaX inverter"),
            ("chint-dtsu666", 5, nil, nil), ("sunspec-203", 10, nil, nil),
            ("sunspec-203", 16, nil, "an SMA Data Manager"),
            ("native", 60, nil, nil), ("eastron-sdm630", 10, nil, nil),
        ] as [(String, Int, DeviceClass?, String?)]
    )
    func pace(map: String, seconds: Int, deviceClass: DeviceClass?, client: String?) throws {
        let warnings = TimeoutFit.warnings(try consumer(map, class: deviceClass), period: .seconds(seconds))
        #expect(warnings.count == (client == nil ? 0 : 1))
        if let client { #expect(warnings.first?.message.hasPrefix(client) == true) }
    }

    @Test("The words tell what will happen and what to do")
    func words() throws {
        let warning = try #require(TimeoutFit.warnings(consumer("carlo-gavazzi-em24"), period: .seconds(10)).first)
        #expect(
            warning.message == """
                a Victron GX, if carlo-gavazzi-em24 (unit 1) is one, gives a meter up after 5s, and this meter speaks every 10s: \
                it will steer by values up to 10s old, and takes it off its list, whereupon ESS alarms as soon as they are not \
                told any more
                """
        )
        #expect(warning.remedy.contains("offset -100 W"))
    }

    @Test("A pace that isn't known is not judged")
    func unknownPace() throws {
        #expect(TimeoutFit.warnings(try consumer("carlo-gavazzi-em24"), period: nil) == [])
    }

    @Test("Answers that wait for longer than their client does are named")
    func waiting() throws {
        let late = TimeoutFit.warnings(
            try consumer("carlo-gavazzi-em24", .paced(atMost: .milliseconds(800))),
            period: nil
        )
        #expect(late.map(\.remedy) == ["paced 400ms or less"])
        let early = TimeoutFit.warnings(
            try consumer("carlo-gavazzi-em24", .once(atMost: .milliseconds(400))),
            period: nil
        )
        #expect(early == [])
    }

    @Test("Old values and numbers that no meter says are warned of where they are asked for")
    func policies() {
        let report = ConfigurationSurroundings.ofTests.read(
            """
            meter house
              input simulator:dsmr5
              stale-after 90s
            listen 0.0.0.0:502
              consumer 1 native stale zero
              consumer 2 native stale substitute current.l1=25 A
              consumer 3 native lost hold 10s then silence
              consumer 4 native stale exception 4
            """
        )
        #expect(report.configuration != nil)
        let warnings = report.allDiagnostics.map { "\($0.range.line):\($0.range.column) \($0.severity) \($0.message)" }
        #expect(
            warnings == [
                "3:3 warning values of house are told for 90s after the meter has fallen silent, as if they were new",
                """
                5:14 warning while the meter is silent, native (unit 1) is told zeros as if they were measured: a device that \
                steers to zero believes that it has arrived
                """,
                "6:14 warning while the meter is silent, native (unit 2) is told fixed values as if they were measured",
                """
                7:14 warning while the meter is silent, native (unit 3) is told the last values for another 10s as if they were \
                new
                """,
            ]
        )
    }

    @Test("The pace of a meter that doesn't say it is judged once, when it is known")
    func observedPace() throws {
        // Given a network meter that a Victron GX reads through
        var configuration = GatewayConfiguration()
        let input = "meter house\n input tcp://host:23\nlisten 0.0.0.0:502\n consumer carlo-gavazzi-em24"
        configuration = try #require(ConfigurationSurroundings.ofTests.read(input).configuration)
        var watch = PaceWatch(configuration)
        let start = PaceWatch.Instant.now

        // When a telegram comes every ten seconds
        let told = (0..<20).map { watch.telegram(of: "house", at: start + .milliseconds($0 * 10_020)).count }

        // Then it is said with the sixth, and never again
        #expect(told == [0, 0, 0, 0, 0, 1] + Array(repeating: 0, count: 14))
    }

    @Test("A meter whose address says its pace is judged at the start, and not again")
    func knownPace() throws {
        let text = "meter house\n input simulator:dsmr5 speed=0.1\nlisten 0.0.0.0:502\n consumer carlo-gavazzi-em24"
        let configuration = try #require(ConfigurationSurroundings.ofTests.read(text).configuration)
        #expect(StartWarning.all(of: configuration).count == 1)
        var watch = PaceWatch(configuration)
        let start = PaceWatch.Instant.now
        #expect((0..<10).allSatisfy { watch.telegram(of: "house", at: start + .seconds($0 * 10)).isEmpty })
    }
}
