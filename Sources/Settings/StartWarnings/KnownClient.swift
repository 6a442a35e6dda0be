// SPDX-License-Identifier: Apache-2.0

import Registers

/// A device or program that reads meters, as far as its patience is known.
struct KnownClient {
    let name: String
    /// The maps that it usually reads.
    let maps: Set<String>
    /// What people may call it; without a class it is thought of too, where `isUsual`.
    let classes: Set<DeviceClass>
    /// Whether a reader of these maps is this one if nobody says what it is.
    let isUsual: Bool
    /// How long it goes on without values.
    let patience: Duration?
    /// How long it waits for an answer.
    let answerTimeout: Duration?
    /// What it does then.
    let consequence: String

    func mayBe(_ consumer: ConsumerConfiguration) -> Bool {
        guard maps.contains(consumer.map.name) else { return false }
        return consumer.deviceClass.map { classes.contains($0) } ?? isUsual
    }

    static let all = [
        // victronenergy/dbus-modbus-client 1.83: a device without a good update for 5 s is removed; an answer may take 0.5 s.
        KnownClient(
            name: "a Victron GX",
            maps: [
                "carlo-gavazzi-em24", "carlo-gavazzi-em340", "carlo-gavazzi-em530", "carlo-gavazzi-et112", "abb-b23",
            ],
            classes: [.battery, .inverter],
            isUsual: true,
            patience: .seconds(5),
            answerTimeout: .milliseconds(500),
            consequence: "takes it off its list, whereupon ESS alarms"
        ),
        // SMA's manual of the Data Manager M (EDMM-20), fallback: three control cycles of 10 s.
        KnownClient(
            name: "an SMA Data Manager",
            maps: ["sunspec-203", "sunspec-213"],
            classes: [.inverter],
            isUsual: true,
            patience: .seconds(30),
            answerTimeout: nil,
            consequence: "limits its inverters to the fixed value of its open loop"
        ),
        // SmartEVSE-3 (issue 121): a communication error after about 10 s.
        KnownClient(
            name: "a SmartEVSE",
            maps: [
                "eastron-sdm630", "abb-b23", "carlo-gavazzi-em340", "chint-dtsu666", "schneider-iem3155",
                "inepro-pro380",
                "phoenix-eem",
            ],
            classes: [.charger],
            isUsual: false,
            patience: .seconds(10),
            answerTimeout: nil,
            consequence: "stops charging"
        ),
        // syssi/esphome-solax-x1-mini (issues 32 and 62): a meter fault when values are 10 to 15 s late.
        KnownClient(
            name: "a SolaX inverter",
            maps: ["chint-dtsu666", "eastron-sdm120"],
            classes: [.inverter, .battery],
            isUsual: true,
            patience: .seconds(10),
            answerTimeout: nil,
            consequence: "reports a meter fault"
        ),
        // nmakel/solaredge_meterproxy: inverters wait 0.1 to 1 s for an answer; then error 3x6e, meter communication.
        KnownClient(
            name: "a SolarEdge inverter",
            maps: ["wattnode-wnc"],
            classes: [.inverter, .battery],
            isUsual: true,
            patience: nil,
            answerTimeout: .milliseconds(100),
            consequence: "reports a communication error"
        ),
        // openWB 2, its Modbus client: 2 s and two retries.
        KnownClient(
            name: "openWB",
            maps: [
                "carlo-gavazzi-em24", "eastron-sdm630", "abb-b23", "janitza-umg604", "kostal-ksem", "siemens-pac2200",
                "chint-dtsu666",
            ],
            classes: [.hems],
            isUsual: false,
            patience: nil,
            answerTimeout: .seconds(2),
            consequence: "reports an error of the component"
        ),
    ]
}
