// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

/// What the telegrams of further countries say; `DialectTests` has the ones that came first.
@Suite struct CountryTests {
    static let dialects: [(WrittenTelegram, Dialect)] = [
        (.dutch2, .dsmr2), (.dutch4, .dsmr4), (.dutch5, .dsmr5), (.warmteLink, .warmteLink), (.belgianDelta, .belgium),
        (.wallonian, .wallonia), (.luxembourgish, .luxembourg), (.swedish, .sweden), (.finnish, .finland),
        (.austrian, .austria), (.hungarian, .hungary), (.swiss, .switzerland), (.israeli, .israel),
        (.icelandic, .iceland), (.german, .germany),
        (WrittenTelegram(identification: "LGZ4", lines: ["1-1:0.9.1(10:30:15)", "1-1:1.8.0(1*kWh)"]), .switzerland),
        (WrittenTelegram.hungarian.with("1-3:0.2.8(50)"), .hungary),
        (WrittenTelegram(identification: "AAA5", lines: ["1-0:1.7.0(1*kW)"]), .unknown),
    ]

    @Test("A dialect is recognised by its lines", arguments: dialects)
    func recognised(_ telegram: WrittenTelegram, _ dialect: Dialect) throws {
        #expect(try telegram.reading().dialect == dialect)
    }

    static let clocks: [(WrittenTelegram, Int64)] = [
        (.dutch5, 1_768_469_400), (.finnish, 1_768_465_800), (.israeli, 1_782_904_830), (.luxembourgish, 1_782_908_430),
        (.wallonian, 1_782_908_430), (.icelandic, 1_782_901_815),
    ]

    @Test("The clock is read with the offset of the country that sent it", arguments: clocks)
    func clock(_ telegram: WrittenTelegram, _ expected: Int64) throws {
        #expect(try telegram.reading()[.meterTime] == Decimal(expected))
    }

    @Test("WarmteLink: heat in kilowatt-hours and no electricity at all")
    func warmteLink() throws {
        let reading = try WrittenTelegram.warmteLink.reading()
        expect(reading, [(.heatEnergy, "10000"), (.heatEnergyAge, "1800")])
        #expect(reading[.power] == nil)
        #expect(reading[.meterPhases] == nil)
        let heat = try #require(reading.submeters.first)
        #expect(reading.identifier(of: heat) == "KAM12345678")
    }

    @Test("Wallonia: the peak's groups in either order")
    func wallonian() throws {
        let reading = try WrittenTelegram.wallonian.reading()
        expect(reading, [(.demandImportPeak, "3210"), (.demandImportPeakTime, "1782905400"), (.energyImport, "20")])
    }

    @Test("Luxembourg: limits, apparent power, the gas meter behind an unused channel")
    func luxembourgish() throws {
        let reading = try WrittenTelegram.luxembourgish.reading()
        expect(
            reading,
            [
                (.limitApparent, "27600"), (.fuseL1, "40"), (.apparent, "1290"), (.reactive, "-300"),
                (.gasVolume, "55.25"),
                (.breaker, "1"),
            ]
        )
        #expect(reading.meterID == "SAG1030000000001")
        #expect(reading.submeters.map(\.medium) == [.gas])
        #expect(reading.unknownCodes.isEmpty)
    }

    @Test("Hungary: quadrants, words for tariff and breaker, a power factor that can't be")
    func hungarian() throws {
        let reading = try WrittenTelegram.hungarian.reading()
        expect(
            reading,
            [
                (.reactive, "-225"), (.reactiveImport, "10"), (.reactiveEnergyExport, "24"), (.tariff, "1"),
                (.breaker, "1"), (.limitPower, "90000"), (.fuseL1, "200"), (.energyAbsolute, "1042.421"),
                (.power, "82"),
            ]
        )
        #expect(reading[.powerFactor] == nil)
        #expect(reading.doubts.map(\.line) == [23])
        #expect(reading.text(.message) == "Tisztelt felhasznalo")
        #expect(reading.peaks.isEmpty)
        #expect(reading.telegram.checksum == .valid(.x25))
    }

    @Test("Switzerland: totals on 1-1 and a peak there, too")
    func swiss() throws {
        expect(
            try WrittenTelegram.swiss.reading(),
            [(.energyImport, "6800.75"), (.energyExport, "1500"), (.power, "1622"), (.demandImportPeak, "5120")]
        )
    }

    @Test("Israel: three tariffs from 11 on, and which one is in force")
    func israeli() throws {
        let reading = try WrittenTelegram.israeli.reading()
        expect(
            reading,
            [(.energyImport, "123.5"), (.energyImportT11, "100"), (.energyImportT13, "3.5"), (.tariff, "3")]
        )
        #expect(reading.source(.energyImport) == "1-0:1.8.11 + 1-0:1.8.12 + 1-0:1.8.13")
    }

    @Test("Austria: watt-hours and watts")
    func austrian() throws {
        expect(
            try WrittenTelegram.austrian.reading(),
            [(.energyImport, "1234.567"), (.energyExport, "0.058"), (.power, "286"), (.reactive, "-166")]
        )
    }

    @Test("Germany: powers with a sign, and nothing of earlier periods")
    func german() throws {
        let reading = try WrittenTelegram.german.reading()
        expect(
            reading,
            [
                (.power, "-373.5"), (.powerImport, "0"), (.powerExport, "373.5"), (.powerL1, "135.5"),
                (.powerL2, "100"),
                (.powerL3, "-609"), (.powerL3Export, "609"), (.energyImport, "12345.6789"), (.meterPhases, "3"),
            ]
        )
        #expect(reading.telegram.oddities.map(\.line) == [5, 11])
        #expect(reading.unknownCodes.isEmpty)
    }

    @Test("An import below zero is an export")
    func signedImport() throws {
        let reading = try WrittenTelegram(identification: "AAA5", lines: ["1-0:1.7.0(-0.247*kW)"]).reading()
        expect(reading, [(.power, "-247"), (.powerImport, "0"), (.powerExport, "247")])
    }

    @Test("Currents that the meter signs itself keep their signs")
    func signedCurrents() throws {
        let lines = [
            "1-0:1.7.0(0*kW)", "1-0:2.7.0(0.385*kW)", "1-0:31.7.0(001.5*A)", "1-0:51.7.0(-001.2*A)",
            "1-0:71.7.0(-001.5*A)",
        ]
        expect(
            try WrittenTelegram(identification: "AAA5", lines: lines).reading(),
            [(.currentL1, "1.5"), (.currentL2, "-1.2"), (.currentL3, "-1.5")]
        )
    }

    @Test(
        "A value that can't be read is doubted, and nothing is worked out in its place",
        arguments: ["3.q*kW", "0,33*kW"]
    )
    func unreadable(value: String) throws {
        let lines = ["1-0:1.7.0(\(value))", "1-0:2.7.0(0.000*kW)"]
        let reading = try WrittenTelegram(identification: "AAA5", lines: lines).reading()
        #expect(reading[.power] == nil)
        #expect(reading[.powerImport] == nil)
        #expect(reading.doubts.map(\.line) == [3])
    }

    @Test("The peaks of the months before, and their mean")
    func peaks() throws {
        let line =
            "0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)(260601000000S)(260512114500S)(04.000*kW)(260701000000S)(632525252525S)(02.000*kW)"
        let reading = try WrittenTelegram.belgianDelta.with(line).reading()
        #expect(reading.peaks.map(\.power) == [Decimal(4000), Decimal(2000)])
        #expect(reading.peaks.map { $0.time == nil } == [false, true])
        expect(reading, [(.demandImportPeakAverage, "3000")])
    }

    @Test("A month's peak that can't be read leaves no mean")
    func unreadablePeak() throws {
        let line =
            "0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)(260601000000S)(260512114500S)(ERR)(260701000000S)(260612114500S)(02.000*kW)"
        #expect(try WrittenTelegram.belgianDelta.with(line).reading()[.demandImportPeakAverage] == nil)
    }

    static let tariffs: [(String, String?)] = [
        ("0002", "2"), ("16", "16"), ("5431", "1"), ("TARIFF 1", "1"), ("TARIFF 12", "12"), ("0001.5", nil),
        ("-0003", nil), ("5*m3", nil), ("17", nil), ("TARIFF", nil),
    ]

    @Test("The tariff as a number, in hexadecimal or behind words", arguments: tariffs)
    func tariff(_ sent: String, _ expected: String?) throws {
        let reading = try WrittenTelegram.dutch5.with("0-0:96.14.0(\(sent))").reading()
        #expect(reading[.tariff] == expected.flatMap { Decimal($0) })
        #expect(reading.doubts.isEmpty == (expected != nil))
    }

    @Test("What stands beside a submeter's value comes from the same channel")
    func siblings() throws {
        let lines = [
            "0-0:1.0.0(260115103000W)", "0-1:24.1.0(003)", "0-1:24.2.1(200101000000W)(9*m3)", "0-1:24.4.0(0)",
            "0-2:24.1.0(003)", "0-2:24.2.1(260115102500W)(5*m3)", "0-2:24.4.0(1)",
        ]
        let reading = try WrittenTelegram(identification: "AAA5", lines: lines).reading()
        expect(reading, [(.gasVolume, "5"), (.gasValve, "1"), (.gas2Volume, "9")])
    }

    @Test("An export that can't be read is not taken from an import with a sign")
    func unreadableExport() throws {
        let lines = ["1-0:1.7.0(-1.000*kW)", "1-0:2.7.0(ERR)"]
        let reading = try WrittenTelegram(identification: "AAA5", lines: lines).reading()
        #expect(reading[.power] == nil)
        #expect(reading[.powerExport] == nil)
    }

    @Test("The power failures that the meter remembers, without those from the factory")
    func failures() throws {
        let line = "1-0:99.97.0(2)(0-0:96.7.19)(000101000001W)(2147483647*s)(260701142030S)(0000000240*s)"
        let reading = try WrittenTelegram.dutch5.with(line).reading()
        #expect(reading.powerFailures.map(\.duration) == [Decimal(240)])
    }

    private func expect(_ reading: Reading, _ values: [(Quantity, String)], _ place: SourceLocation = #_sourceLocation)
    {
        for (quantity, value) in values {
            #expect(reading[quantity] == Decimal(value), "\(quantity.name)", sourceLocation: place)
        }
    }
}
