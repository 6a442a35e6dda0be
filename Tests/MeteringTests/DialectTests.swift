// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite struct WrittenTelegramTests {
    private func expect(
        _ reading: Reading,
        _ values: [(Quantity, String?)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (quantity, text) in values {
            #expect(
                reading[quantity] == text.flatMap { Decimal($0) },
                "\(quantity.name) is \(reading[quantity]?.description ?? "absent")",
                sourceLocation: sourceLocation
            )
        }
    }

    @Test("A Dutch meter of DSMR 2: tariffs summed, the two-line gas, no clock, no voltages")
    func dutch2() throws {
        let reading = try WrittenTelegram.dutch2.reading()
        expect(
            reading,
            [
                (.power, "980"), (.powerImport, "980"), (.powerExport, "0"), (.powerL1, "980"),
                (.energyImport, "269.5"),
                (.energyExport, "32"), (.energyImportT1, "185"), (.energyImportT2, "84.5"), (.energyImportT3, nil),
                (.tariff, "1"), (.gasVolume, "24.123"), (.gasVolumeAge, nil), (.meterTime, nil), (.voltageL1, nil),
                (.currentL1, nil), (.powerL2, nil), (.meterPhases, "1"), (.apparent, nil), (.frequency, nil),
            ]
        )
        #expect(reading.meterID == "ZABCD_12345678")
        #expect(reading.text(.meterModel) == #"ISk5\2MT382-1003"#)
        #expect(reading.origin(.energyImport) == .derived(.sumOfTariffs))
    }

    @Test("A Dutch meter of DSMR 4: clock in summer time, hourly gas, single phase")
    func dutch4() throws {
        let reading = try WrittenTelegram.dutch4.reading()
        expect(
            reading,
            [
                (.power, "410"), (.energyImport, "3242.077"), (.meterTime, "1444384800"), (.gasVolume, "86.298"),
                (.gasVolumeAge, "3600"), (.currentL1Measured, "2"), (.currentL1, "2"), (.voltageL1, nil),
                (.failures, "4"),
                (.failuresLong, "3"), (.meterPhases, "1"), (.powerL1, "410"), (.powerL2, nil),
                (.energyImportL1, "3242.077"),
            ]
        )
        #expect(reading.origin(.powerL1) == .derived(.importMinusExport))
    }

    @Test("A Dutch meter of DSMR 5: export on one phase while another imports, whole amperes made finer")
    func dutch5() throws {
        let reading = try WrittenTelegram.dutch5.reading()
        expect(
            reading,
            [
                (.power, "-1201"), (.powerL1, "231"), (.powerL2, "-115"), (.powerL3, "-1317"), (.meterPhases, "3"),
                (.currentL1, "1"), (.currentL2, "-0.5"), (.currentL3, "-5.751"), (.currentL3Measured, "6"),
                (.voltageL1L2, "399.2"), (.gasVolume, "370.021"), (.gasVolumeAge, "300"), (.meterTime, "1768469400"),
                (.energyImport, "6826.309"), (.energyExport, "8310.17"), (.energyImportL1, "2275.436"),
                (.apparent, nil),
            ]
        )
        #expect(reading.origin(.currentL2) == .derived(.powerOverVoltage))
        #expect(reading.origin(.voltageL1) == .sent(ObisCode(1, 0, 32, 7, 0)))
    }

    @Test("A Belgian meter on a net without neutral: the unmeasured phase gives no line voltage, its current stays")
    func belgianDelta() throws {
        let reading = try WrittenTelegram.belgianDelta.reading()
        expect(
            reading,
            [
                (.power, "1500"), (.voltageL2, "0"), (.currentL2, "6.1"), (.currentL1, "4.05"), (.voltageL1L2, nil),
                (.voltageL2L3, nil), (.voltageL3L1, "401.4"), (.demandImport, "2351"), (.demandImportPeak, "3695"),
                (.demandImportPeakTime, "1782905400"), (.gasVolume, "112.384"), (.gasVolumeAge, "30"),
                (.waterVolume, "872.234"), (.waterVolumeAge, "330"), (.energyImport, "300.75"), (.tariff, "1"),
            ]
        )
        let gas = try #require(reading.submeters.first { $0.medium == .gas })
        #expect(reading.identifier(of: gas) == "7FLO2123088027")
    }

    @Test(
        "The month's peak in either order of its groups",
        arguments: ["(03.695*kW)(260701133000S)", "(260701133000S)(03.695*kW)"]
    )
    func peakOrder(groups: String) throws {
        let reading = try WrittenTelegram.belgianDelta.with("1-0:1.6.0\(groups)").reading()
        expect(reading, [(.demandImportPeak, "3695"), (.demandImportPeakTime, "1782905400")])
    }

    @Test("A country's own offset holds for the clock and for the time of the peak")
    func ownOffset() throws {
        let reading = try WrittenTelegram.belgianDelta.reading(standardOffset: 7200)
        expect(reading, [(.meterTime, "1782904830"), (.demandImportPeakTime, "1782901800"), (.gasVolumeAge, "30")])
    }

    @Test("A Swedish meter: reactive power in any spelling, winter time all year, no identifier")
    func swedish() throws {
        let reading = try WrittenTelegram.swedish.reading()
        expect(
            reading,
            [
                (.power, "2150"), (.reactive, "-420"), (.reactiveL1, "-20"), (.reactiveL3, "-150"),
                (.energyImport, "4711.825"),
                (.reactiveEnergyImport, "34.15"), (.reactiveEnergyExport, "876.402"), (.meterTime, "1782917770"),
                (.currentL1, "5.7"), (.apparent, "2190.6"), (.powerFactor, "0.981"), (.energyImportT1, nil),
                (.tariff, nil),
            ]
        )
        #expect(reading.meterID == nil)
    }

    @Test("An Icelandic meter: the clock in two lines, junk behind a value, hot water that is never gas")
    func icelandic() throws {
        let reading = try WrittenTelegram.icelandic.reading()
        expect(
            reading,
            [
                (.power, "1250"), (.currentL1, "5.411"), (.meterTime, "1782901815"), (.gasVolume, nil),
                (.waterVolume, nil),
                (.heatVolume, "123.456"), (.heatFlow, "0.35"), (.heatSupply, "68.1"), (.heatReturn, "31.9"),
                (.heatEnergy, nil), (.energyImport, "1234.567"), (.meterPhases, "1"),
            ]
        )
        #expect(reading.meterID == "12345678")
        #expect(reading.submeters.map(\.medium) == [.heat])
    }

    @Test("A Lithuanian meter: power only per phase, kilovolts, kiloamperes and kilohertz")
    func lithuanian() throws {
        let reading = try WrittenTelegram.lithuanian.reading()
        expect(
            reading,
            [
                (.power, "-800"), (.powerImport, "0"), (.powerExport, "800"), (.voltageL1, "242"), (.frequency, "49"),
                (.currentL1Measured, "5"), (.currentL1, "1.24"), (.currentNeutral, "1.5"), (.powerFactor, "-0.913"),
                (.powerL2, "-1200"), (.energyImport, "500"),
            ]
        )
        #expect(reading.origin(.powerImport) == .derived(.sumOfPhases))
    }

    @Test("Apparent power is the direction's that has some: a meter that exports sends 0 VA of import")
    func exportedApparent() throws {
        let reading = try WrittenTelegram.lithuanian.reading()
        expect(reading, [(.apparent, "1100"), (.apparentL1, "310"), (.apparentL2, "1250")])
        #expect(reading.origin(.apparent) == .derived(.greaterDirection))
        #expect(reading.origin(.apparentExport) == .sent(.electricity(10, 7, 0)))
        #expect(reading.origin(.apparentL1Import) == .sent(.electricity(29, 7, 0)))
    }
}
