// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Programs that know these meters read the values that decode shows", .timeLimit(.minutes(2)))
struct KnownClientTests {
    private struct SunSpecMeter: Decodable {
        let base: Int
        let models: [Int]
        let common: [String: ReadValue]
        let meter: [String: ReadValue]
    }

    @Test("pysunspec2 finds the models by its scan, and reads the integer and the float meter alike")
    func sunspec() async throws {
        // Given the four profiles that hold a SunSpec meter
        let models = ["sunspec-203": 203, "sunspec-213": 213, "fronius-smart-meter": 213, "kostal-ksem": 203]
        let gateway = try await EveryProfile.gateway()
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")
        let units = try models.keys.map { "\(try EveryProfile.unit($0))" }

        // When pysunspec2 scans each and reads what it finds
        let meters = try await PythonClient.read(
            [String: SunSpecMeter].self,
            by: "sunspec_meters",
            ["\(gateway.port)"] + units
        )

        // Then it is a common model and a three-phase meter, and every point says what decode says
        let decoded = try await DecodedQuantities(Fixture.threePhases())
        let points: [(name: String, quantity: String, unit: String, tolerance: Double)] = [
            ("W", "power", "W", 0.5), ("WphA", "power.l1", "W", 0.5), ("WphB", "power.l2", "W", 0.5),
            ("WphC", "power.l3", "W", 0.5), ("PhVphA", "voltage.l1", "V", 0.05), ("PhVphB", "voltage.l2", "V", 0.05),
            ("PhVphC", "voltage.l3", "V", 0.05), ("AphA", "current.l1", "A", 0.005), ("AphB", "current.l2", "A", 0.005),
            ("AphC", "current.l3", "A", 0.005), ("TotWhImp", "energy.import", "Wh", 1),
            ("TotWhExp", "energy.export", "Wh", 1),
        ]
        for (name, model) in models {
            let meter = try #require(meters["\(try EveryProfile.unit(name))"], "\(name)")
            #expect(meter.base == 40000, "\(name)")
            #expect(meter.models == [1, model], "\(name)")
            let maker = ["fronius-smart-meter": "Fronius", "kostal-ksem": "KOSTAL"][name] ?? "Meterbridge"
            #expect(meter.common["Mn"]?.text == maker, "\(name)")
            for point in points {
                let read = try #require(meter.meter[point.name]?.number, "\(name), \(point.name)")
                let sent = try #require(decoded.value(point.quantity, in: point.unit), "\(point.quantity)")
                // Emulators for Fronius's inverters tell currents without a sign.
                let isMagnitude = name == "fronius-smart-meter" && point.name.hasPrefix("A")
                let expected = isMagnitude ? abs(sent) : sent
                #expect(abs(read - expected) <= point.tolerance, "\(name), \(point.name): \(read), decode \(sent)")
            }
            // What a P1 port doesn't say is no number; a GEN24 is only known to take zeros.
            #expect(meter.meter["VAR"]?.number == (name == "fronius-smart-meter" ? 0 : nil), "\(name)")
        }
        // And no two meters share a serial number, of which a GEN24 refuses two.
        #expect(Set(meters.values.compactMap { $0.common["SN"]?.text }).count == models.count)
        await gateway.stop()
    }

    private struct EastronMeter: Decodable {
        let values: [String: Double]
        /// The names of those that it has read in blocks too, to the same value.
        let inBlocks: [String]
        let units: [String: String]
    }

    @Test(
        "sdm_modbus reads everything that it knows of each Eastron meter, one by one and in blocks",
        arguments: [
            (
                "SDM630", "eastron-sdm630:9",
                [
                    "l1_voltage": "voltage.l1", "l2_voltage": "voltage.l2", "l3_voltage": "voltage.l3",
                    "l1_power_active": "power.l1", "l2_power_active": "power.l2", "l3_power_active": "power.l3",
                    "total_power_active": "power", "import_energy_active": "energy.import",
                    "export_energy_active": "energy.export", "l1_import_energy_active": "energy.import.l1",
                    "l12_voltage": "voltage.l1-l2",
                ]
            ),
            (
                "SDM72V2", "eastron-sdm630:9,meter-code=137",
                [
                    "l1_voltage": "voltage.l1", "l2_power_active": "power.l2", "total_power": "power",
                    "import_energy_active": "energy.import", "export_energy_active": "energy.export",
                    "import_total_power_active": "power.import", "export_total_power_active": "power.export",
                ]
            ),
            (
                "SDM120", "eastron-sdm120:9",
                [
                    "voltage": "voltage.l1", "power_active": "power", "import_energy_active": "energy.import",
                    "export_energy_active": "energy.export",
                ]
            ),
            (
                "SDM230", "eastron-sdm120:9",
                [
                    "voltage": "voltage.l1", "power_active": "power", "import_energy_active": "energy.import",
                    "export_energy_active": "energy.export",
                ]
            ),
        ]
    )
    func eastron(model: String, consumer: String, quantities: [String: String]) async throws {
        // Given a fresh meter
        let gateway = try await RunningGateway(["run", "-", "--as", consumer])
        try await gateway.feed(Fixture.threePhases(), andAwait: "fresh")

        // When the library reads every register and setting of its model
        let meters = try await PythonClient.read(
            [String: EastronMeter].self,
            by: "eastron_meters",
            ["\(gateway.port)", "\(model)/9"],
            python: "../eastron/bin/python"
        )

        // Then its values are what decode says
        let meter = try #require(meters[model])
        let decoded = try await DecodedQuantities(Fixture.threePhases())
        #expect(meter.inBlocks.count > 20)
        for (name, quantity) in quantities {
            let read = try #require(meter.values[name], "\(name)")
            let sent = try #require(decoded.value(quantity, in: meter.units[name]), "\(quantity)")
            #expect(abs(read - sent) <= max(abs(sent) * 1e-6, 0.0005), "\(name): \(read), decode \(sent)")
        }
        // And it knows the meter's address on the bus, which stands among the settings
        #expect(meter.values["meter_id"] == 9)
        await gateway.stop()
    }
}
