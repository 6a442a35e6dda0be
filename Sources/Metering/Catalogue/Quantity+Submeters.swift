// SPDX-License-Identifier: Apache-2.0

extension Quantity {
    static let submeters: [Definition] =
        submeter("gas.volume", .cubicMetre, "0-n:24.2.1, 24.2.3 or 24.3.0 of type 3", "gas meter")
        + submeter("gas.2.volume", .cubicMetre, "as gas.volume", "second gas meter")
        + submeter("water.volume", .cubicMetre, "0-n:24.2.1 of type 7 or 22", "water meter")
        + submeter(
            "water.2.volume",
            .cubicMetre,
            "0-n:24.2.1 of type 6 or 21, or a second of type 7 or 22",
            "second water meter, or warm water"
        )
        + submeter("heat.energy", .kilowattHour, "0-n:24.2.1 of type 4, 12 or 13", "heat meter")
        + submeter("heat.2.energy", .kilowattHour, "as heat.energy", "second heat meter")
        + submeter(
            "heat.volume",
            .cubicMetre,
            "0-n:24.2.1 in m3, of type 4, 12 or 13 or beside a flow in 24.2.2",
            "hot water through the heat meter"
        )
        + [
            Definition("heat.flow", .cubicMetrePerHour, or: "0-n:24.2.2", "flow through the heat meter"),
            Definition("heat.supply", .degreeCelsius, or: "0-n:24.2.3", "temperature of the water that comes"),
            Definition("heat.return", .degreeCelsius, or: "0-n:24.2.4", "temperature of the water that goes back"),
        ]
        + submeter("cooling.energy", .kilowattHour, "0-n:24.2.1 of type 10 or 11", "cooling meter")
        + submeter("electricity.energy", .kilowattHour, "0-n:24.2.1 of type 2", "electricity meter behind this one")
        + submeter("electricity.2.energy", .kilowattHour, "as electricity.energy", "second such meter")
        + [Definition("gas.valve", .one, or: "0-n:24.4.0 of type 3", "0 closed, 1 open, 2 ready to open")]

    /// What a submeter counts, and how old that was when the telegram came.
    private static func submeter(_ name: String, _ unit: Unit, _ source: String, _ summary: String) -> [Definition] {
        [
            Definition(name, unit, or: source, summary),
            Definition(
                "\(name).age",
                .second,
                or: "meter.time − its time stamp",
                "age of that reading in the telegram"
            ),
        ]
    }
}
