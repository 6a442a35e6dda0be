// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite struct SubmeterTests {
    private func reading(_ lines: String...) throws -> Reading {
        try WrittenTelegram(identification: "AAA5", lines: ["0-0:1.0.0(260115103000W)"] + lines).reading()
    }

    static let media: [(type: String, value: String, quantity: Quantity, expected: String)] = [
        ("003", "(00370.021*m3)", .gasVolume, "370.021"), ("3", "(00370021*dm3)", .gasVolume, "370.021"),
        ("007", "(00872.234*m3)", .waterVolume, "872.234"), ("22", "(1*m3)", .waterVolume, "1"),
        ("006", "(1*m3)", .water2Volume, "1"), ("21", "(1*m3)", .water2Volume, "1"),
        ("004", "(0012.34*GJ)", .heatEnergy, "3427.778"), ("012", "(00123.456*kWh)", .heatEnergy, "123.456"),
        ("013", "(2*MWh)", .heatEnergy, "2000"), ("004", "(3*m3)", .heatVolume, "3"),
        ("010", "(7.2*GJ)", .coolingEnergy, "2000"), ("011", "(1*kWh)", .coolingEnergy, "1"),
    ]

    @Test("The medium comes from the device type, in whatever channel", arguments: media, [1, 4])
    func medium(_ medium: (type: String, value: String, quantity: Quantity, expected: String), channel: Int) throws {
        let reading = try reading(
            "0-\(channel):24.1.0(\(medium.type))",
            "0-\(channel):24.2.1(260115102500W)\(medium.value)"
        )
        #expect(reading[medium.quantity] == Decimal(medium.expected))
        #expect(reading.submeters.count == 1)
    }

    @Test("A slave electricity meter has a quantity of its own and is not taken for the meter's own energy")
    func slave() throws {
        let reading = try reading("0-1:24.1.0(002)", "0-1:24.2.1(260115102500W)(5*kWh)")
        #expect(reading.submeters.map(\.medium) == [.electricity])
        #expect(reading[.electricityEnergy] == Decimal(5))
        #expect(reading[.energyImport] == nil)
    }

    @Test("Of two gas meters the newest stamp is the first, whatever the channels")
    func newestWins() throws {
        let old = ["0-1:24.1.0(003)", "0-1:24.2.1(240115102500W)(00100.000*m3)"]
        let new = ["0-2:24.1.0(003)", "0-2:24.2.1(260115102500W)(00005.000*m3)"]
        let reading = try WrittenTelegram(identification: "AAA5", lines: ["0-0:1.0.0(260115103000W)"] + old + new)
            .reading()
        #expect(reading[.gasVolume] == Decimal(5))
        #expect(reading[.gasVolumeAge] == Decimal(300))
        #expect(reading[.gas2Volume] == Decimal(100))
        #expect(reading.origin(.gasVolume) == .sent(ObisCode(0, 2, 24, 2, 1)))
    }

    @Test("Stamps that are equal leave the lower channel first")
    func tie() throws {
        let reading = try reading(
            "0-2:24.1.0(003)",
            "0-2:24.2.1(260115102500W)(2*m3)",
            "0-1:24.1.0(003)",
            "0-1:24.2.1(260115102500W)(1*m3)"
        )
        #expect(reading[.gasVolume] == Decimal(1))
        #expect(reading[.gas2Volume] == Decimal(2))
    }

    @Test(
        "A channel without a meter is none",
        arguments: ["0-1:24.2.1(700101010000W)(00000000)", "0-1:24.2.1(632525252525S)(00000.000)", "0-1:24.2.1()()"]
    )
    func unused(line: String) throws {
        #expect(try reading("0-1:24.1.0(003)", line).submeters.isEmpty)
        #expect(try reading("0-1:24.1.0()", "0-1:24.2.1(260115102500W)(00001.000*m3)").submeters.isEmpty)
        #expect(try reading("0-1:24.2.1(260115102500W)(00001.000*m3)").submeters.isEmpty)
    }

    @Test("A stamp that says never gives the value without an age")
    func never() throws {
        let reading = try reading("0-1:24.1.0(003)", "0-1:24.2.1(632525252525W)(00001.000*m3)")
        #expect(reading[.gasVolume] == Decimal(1))
        #expect(reading[.gasVolumeAge] == nil)
    }

    @Test("A stamp ahead of the meter's clock has no negative age")
    func ahead() throws {
        let reading = try reading("0-1:24.1.0(003)", "0-1:24.2.1(260115103500W)(00001.000*m3)")
        #expect(reading[.gasVolumeAge] == Decimal(0))
    }

    @Test("A value in a unit of something else is left out")
    func wrongUnit() throws {
        #expect(try reading("0-1:24.1.0(003)", "0-1:24.2.1(260115102500W)(5*V)").submeters.isEmpty)
        #expect(try reading("0-1:24.1.0(003)", "0-1:24.2.1(260115102500W)(5*kWh)")[.gasVolume] == nil)
    }
}
