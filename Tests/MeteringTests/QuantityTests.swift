// SPDX-License-Identifier: Apache-2.0

import Metering
import Testing

@Suite struct QuantityTests {
    @Test("Every quantity has its own name, by which it is found")
    func names() {
        #expect(Quantity.catalogue.count == Quantity.allCases.count)
        #expect(Set(Quantity.allCases.map(\.name)).count == Quantity.allCases.count)
        for quantity in Quantity.allCases { #expect(Quantity(quantity.name) == quantity) }
        #expect(Quantity("power.l4") == nil)
        #expect(Quantity("Power") == nil)
    }

    @Test(
        "The catalogue is in the order of the cases",
        arguments: [
            (Quantity.power, "power", Unit.watt), (.voltageL3L1, "voltage.l3-l1", .volt),
            (.energyImportT4, "energy.import.t4", .kilowattHour), (.gas2VolumeAge, "gas.2.volume.age", .second),
            (.heatFlow, "heat.flow", .cubicMetrePerHour), (.meterID, "meter.id", .one),
            (.statusTime, "status.time", .second),
            (.demandImportPeakTime, "demand.import.peak.time", .second),
            (.reactiveEnergyExport, "reactive-energy.export", Unit("kvarh") ?? .one),
        ]
    )
    func order(_ quantity: Quantity, _ name: String, _ unit: Unit) {
        #expect(quantity.name == name)
        #expect(quantity.unit == unit)
    }

    @Test("Phases know their quantities")
    func phases() {
        #expect(Phase.allCases.map(\.power.name) == ["power.l1", "power.l2", "power.l3"])
        #expect(Phase.allCases.map(\.lineVoltage.name) == ["voltage.l1-l2", "voltage.l2-l3", "voltage.l3-l1"])
        #expect(
            Phase.allCases.map(\.measuredCurrent.name) == [
                "current.l1.measured", "current.l2.measured", "current.l3.measured",
            ]
        )
    }

    @Test(
        "Identifiers are decoded where their digits are digits of printable text",
        arguments: [
            ("4530303434303037333832323231353136", "E0044007382221516"), ("12345678", "12345678"), ("K50322", "K50322"),
            ("ADC310001234", "ADC310001234"), ("204142434445", "ABCDE"), ("414243", "414243"),
            ("41424344454", "41424344454"), ("", ""),
            ("363031323334353637", "601234567"), ("3A3b3c3D3e3F", ":;<=>?"),
        ]
    )
    func identifiers(_ sent: String, _ text: String) {
        #expect(OctetString.text(Array(sent.utf8)) == text)
    }
}
