// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("What a consumer with an adjustment is told fits together")
struct AdjustmentTests {
    private static let everyDialect: [(String, WrittenTelegram)] = [
        ("dutch2", .dutch2), ("dutch4", .dutch4), ("dutch5", .dutch5), ("belgianDelta", .belgianDelta),
        ("swedish", .swedish), ("icelandic", .icelandic), ("lithuanian", .lithuanian), ("hungarian", .hungarian),
        ("german", .german), ("austrian", .austrian), ("luxembourgish", .luxembourgish),
    ]

    private func adjustment(
        offset: String = "0",
        at place: Adjustment.Place = .everyPhase,
        scale: String = "1",
        phases: [Phase] = Phase.allCases
    ) throws -> Adjustment {
        var adjustment = Adjustment()
        adjustment.offset = try #require(Decimal(offset))
        adjustment.offsetPlace = place
        adjustment.scale = try #require(Decimal(scale))
        adjustment.phases = phases
        return adjustment
    }

    @Test("Without an adjustment a reading is the same, its values not even copied")
    func identity() throws {
        let reading = try WrittenTelegram.dutch5.reading()
        let told = reading.adjusted(by: Adjustment())

        #expect(Adjustment().isIdentity)
        let addresses = [reading, told].map { reading in
            reading.values.values.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        }
        #expect(addresses[0] == addresses[1])
    }

    /// Of the Dutch telegram: −1201 W in all, 231, −115 and −1317 W in the phases.
    @Test(
        "An offset is spread over the phases in whole watts that sum up to it, and each direction follows",
        arguments: [
            ("50", Adjustment.Place.everyPhase, [-1151, 248, -98, -1301]),
            ("-200", .everyPhase, [-1401, 164, -182, -1383]), ("1300", .everyPhase, [99, 664, 319, -884]),
            ("50", .phase(.l2), [-1151, 231, -65, -1317]), ("130", .phase(.l2), [-1071, 231, 15, -1317]),
        ] as [(String, Adjustment.Place, [Int64])]
    )
    func offset(offset: String, place: Adjustment.Place, watts: [Int64]) throws {
        let reading = try WrittenTelegram.dutch5.reading().adjusted(by: try adjustment(offset: offset, at: place))

        #expect(reading[.power] == Decimal(watts[0]))
        #expect(Phase.allCases.map { reading[$0.power] } == watts.dropFirst().map { Decimal($0) })
        #expect(reading[.powerImport] == Decimal(max(0, watts[0])))
        #expect(reading[.powerExport] == Decimal(max(0, -watts[0])))
        for (phase, watts) in zip(Phase.allCases, watts.dropFirst()) {
            #expect(reading[phase.powerImport] == Decimal(max(0, watts)))
            #expect(reading[phase.powerExport] == Decimal(max(0, -watts)))
            let voltage = try #require(reading[phase.voltage])
            #expect(reading[phase.current] == Decimal(watts).divided(by: voltage, places: 3))
        }
        #expect(reading.quality(.power) == .derived)
        #expect(reading.quality(.powerImport) == .derived)
        #expect(reading[.energyImport] == Decimal("6826.309"))
    }

    @Test("Whatever the country's telegrams say, the parts fit the whole", arguments: everyDialect)
    func consistency(name: String, telegram: WrittenTelegram) throws {
        let measured = try telegram.reading()
        for (offset, scale) in [("50", "1"), ("-333.3", "1"), ("0", "40"), ("1250", "0.5"), ("-5000", "3")] {
            let adjustment = try adjustment(offset: offset, scale: scale)
            let told = measured.adjusted(by: adjustment)
            guard let power = measured[.power] else { continue }

            let expected = power.multiplied(by: adjustment.scale)?.adding(adjustment.offset)
            #expect(told[.power] == expected)
            let net = told[.powerExport].flatMap { told[.powerImport]?.subtracting($0) }
            if measured[.powerImport] != nil, measured[.powerExport] != nil { #expect(net == expected) }
            // The phases grow by the same as the total.
            let phases = try [measured, told].map { reading in
                try #require(Decimal.sum(Phase.allCases.compactMap { reading[$0.power] }))
            }
            let grown = phases[0].multiplied(by: adjustment.scale)?.adding(adjustment.offset)
            if phases[0] != .zero || measured[.powerL1] != nil { #expect(phases[1] == grown) }
            for phase in Phase.allCases {
                try check(told, phase.power, phase.current, phase.apparent, phase.powerFactor)
                #expect(told[phase.voltage] == measured[phase.voltage])
                #expect(told[phase.reactive] == measured[phase.reactive]?.multiplied(by: adjustment.scale))
                if measured.origin(phase.current) == .derived(.powerOverVoltage), let voltage = told[phase.voltage] {
                    let current = try #require(told[phase.current])
                    let exact = try #require(told[phase.power]).double / voltage.double
                    // The meter's own is rounded to a milliampere before it is multiplied.
                    #expect(abs(current.double - exact) <= 0.0006 * max(1, adjustment.scale.double))
                }
            }
            try check(told, .power, nil, .apparent, .powerFactor)
            #expect(told[.gasVolume] == measured[.gasVolume])
            #expect(told[.frequency] == measured[.frequency])
        }
    }

    /// The current's sign is the power's; apparent power is no less than active power; the power factor is their quotient.
    private func check(
        _ reading: Reading,
        _ power: Quantity,
        _ current: Quantity?,
        _ apparent: Quantity,
        _ factor: Quantity
    ) throws {
        guard let watts = reading[power] else { return }
        if let amperes = current.flatMap({ reading[$0] }), watts.mantissa != 0 {
            #expect(amperes.mantissa.signum() * watts.mantissa.signum() >= 0)
        }
        guard case .derived = reading.origin(apparent), let voltAmperes = reading[apparent],
            reading.quality(power) != .estimated
        else { return }
        #expect(voltAmperes.double >= abs(watts.double) - 1)
        if reading.origin(factor) == .derived(.powerOverApparent), let factor = reading[factor], voltAmperes > .zero {
            #expect(abs(factor.double - watts.double / voltAmperes.double) < 0.01)
        }
    }

    @Test("Reactive power stays, and apparent power and power factor follow from it")
    func reactive() throws {
        // Given 450 W and −250 var in L2
        let reading = try WrittenTelegram.swedish.reading().adjusted(
            by: try adjustment(offset: "-750", at: .phase(.l2))
        )

        // Then −300 W make 390.5 VA and a power factor of −0.768
        #expect(reading[.powerL2] == Decimal(-300))
        #expect(reading[.reactiveL2] == Decimal(-250))
        #expect(reading[.apparentL2] == Decimal("390.5"))
        #expect(reading[.powerFactorL2] == Decimal("-0.768"))
        // And of 2.3 A, of which 1.953 A were active, −1.302 A are active now
        let current = try #require(reading[.currentL2])
        #expect(abs(current.double + (1.302 * 1.302 + 2.3 * 2.3 - 1.953 * 1.953).squareRoot()) < 0.002)
    }

    @Test("A power factor that the meter sends keeps its reactive part")
    func powerFactor() throws {
        let telegram = WrittenTelegram(
            identification: "AAA5",
            lines: ["1-0:1.7.0(00.800*kW)", "1-0:2.7.0(00.000*kW)", "1-0:13.7.0(0.800)"]
        )
        let reading = try telegram.reading()

        // 800 W at 0.8 have 600 var: 450 W then have 0.6.
        #expect(reading.adjusted(by: try adjustment(offset: "-350"))[.powerFactor] == Decimal("0.6"))
        #expect(reading.adjusted(by: try adjustment(offset: "-1250"))[.powerFactor] == Decimal("-0.6"))
    }

    @Test("Where the meter has one phase, or not the one that is named, its own gets the offset")
    func onePhase() throws {
        for place in [Adjustment.Place.everyPhase, .phase(.l1), .phase(.l3)] {
            let reading = try WrittenTelegram.icelandic.reading().adjusted(by: try adjustment(offset: "50", at: place))
            #expect(reading[.power] == Decimal(1300))
            #expect(reading[.powerL1] == Decimal(1300))
            #expect(reading[.powerL3] == nil)
        }
    }

    @Test("A meter that tells import and export at once goes on doing so")
    func bothDirections() throws {
        let reading = try WrittenTelegram.hungarian.reading().adjusted(by: try adjustment(offset: "-100"))

        // 250 W taken and 168 W given at once are 82 W.
        #expect(reading[.power] == Decimal(-18))
        #expect(reading[.powerImport] == Decimal(168))
        #expect(reading[.powerExport] == Decimal(186))
    }

    @Test("What doesn't follow from the power of the phases is absent rather than contradict it")
    func absence() throws {
        let reading = try WrittenTelegram.lithuanian.reading()
        #expect(reading[.powerAbsolute] == Decimal(1600))
        #expect(reading.adjusted(by: try adjustment(offset: "50"))[.powerAbsolute] == nil)
        #expect(reading.adjusted(by: try adjustment(scale: "2"))[.powerAbsolute] == Decimal(3200))
    }

    @Test(
        "A factor multiplies what goes through current transformers, exactly",
        arguments: [("40", "-48040", "53", "273052.36"), ("0.5", "-600.5", "0.6625", "3413.1545")]
    )
    func scale(scale: String, power: String, demand: String, energy: String) throws {
        let telegram = WrittenTelegram.dutch5.with("1-0:1.4.0(00.001325*kW)")
        let measured = try telegram.reading()
        let told = measured.adjusted(by: try adjustment(scale: scale))

        #expect(told[.power] == Decimal(power))
        #expect(told[.demandImport] == Decimal(demand))
        #expect(told[.energyImport] == Decimal(energy))
        #expect(told[.currentL1Measured] == Decimal(scale))
        #expect(told.quality(.energyImportT1) == .derived)
        #expect(told.quality(.energyImportL1) == .estimated)
        for quantity in [Quantity.voltageL1, .voltageL1L2, .gasVolume, .meterPhases, .tariff, .meterTime] {
            #expect(told[quantity] == measured[quantity])
            #expect(told.quality(quantity) == measured.quality(quantity))
        }
    }

    @Test("Heat meters are no part of what is multiplied, by quantity or by code")
    func submeters() throws {
        let telegram = WrittenTelegram.dutch5.with("0-2:24.1.0(004)", "0-2:24.2.1(260115102500W)(12.000*GJ)")
        let measured = try telegram.reading()
        let told = measured.adjusted(by: try adjustment(scale: "40"))

        #expect(measured[.heatEnergy] != nil)
        #expect(told[.heatEnergy] == measured[.heatEnergy])
        let gigajoule = try #require(UnitSymbol("GJ"))
        #expect(told.ratio(of: gigajoule, sentBy: .abstract(24, 2, 1), to: .kilowattHour) != nil)
        #expect(
            told.ratio(of: gigajoule, sentBy: ObisCode(0, 2, 24, 2, 1), to: .kilowattHour)
                == measured.ratio(of: gigajoule, sentBy: ObisCode(0, 2, 24, 2, 1), to: .kilowattHour)
        )
        let kilowatt = try #require(UnitSymbol("kW"))
        #expect(
            told.ratio(of: kilowatt, sentBy: .electricity(1, 7, 0), to: .watt) == Ratio(4, 1, exponent: 4)
        )
    }

    @Test(
        "Another order of the phases moves everything that belongs to a phase",
        arguments: [
            ([.l2, .l3, .l1], [.voltageL2L3, .voltageL3L1, .voltageL1L2]),
            ([.l3, .l2, .l1], [.voltageL2L3, .voltageL1L2, .voltageL3L1]),
            ([.l2, .l1, .l3], [.voltageL1L2, .voltageL3L1, .voltageL2L3]),
        ] as [([Phase], [Quantity])]
    )
    func phases(order: [Phase], lines: [Quantity]) throws {
        let telegram = WrittenTelegram.dutch5.with(
            "1-0:32.32.0(00001)",
            "1-0:52.32.0(00002)",
            "1-0:72.32.0(00003)"
        )
        let measured = try telegram.reading()
        let told = measured.adjusted(by: try adjustment(phases: order))

        for (phase, own) in zip(Phase.allCases, order) {
            #expect(told[phase.power] == measured[own.power])
            #expect(told[phase.powerExport] == measured[own.powerExport])
            #expect(told[phase.voltage] == measured[own.voltage])
            #expect(told[phase.current] == measured[own.current])
            #expect(told[phase.energyImport] == measured[own.energyImport])
            #expect(told.origin(phase.voltage) == measured.origin(own.voltage))
        }
        let sags: [Quantity] = [.voltageL1Sags, .voltageL2Sags, .voltageL3Sags]
        #expect(sags.map { told[$0] } == order.map { measured[sags[Int($0.rawValue)]] })
        #expect(Phase.allCases.map { told[$0.lineVoltage] } == lines.map { measured[$0] })
        #expect(told[.power] == measured[.power])
    }

    @Test("Phases get their names first, then the factor, then the offset in the watts that are told")
    func order() throws {
        let adjustment = try adjustment(offset: "50", at: .phase(.l1), scale: "2", phases: [.l2, .l3, .l1])
        let reading = try WrittenTelegram.dutch5.reading().adjusted(by: adjustment)

        #expect(reading[.powerL1] == Decimal(-115 * 2 + 50))
        #expect(reading[.power] == Decimal(-1201 * 2 + 50))
    }
}
