// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Quantity {
    static let energies: [Definition] =
        [
            Definition(
                "energy.import",
                .kilowattHour,
                [.electricity(1, 8, 0)],
                or: "the sum of its tariffs",
                "energy taken from the grid"
            ),
            Definition(
                "energy.export",
                .kilowattHour,
                [.electricity(2, 8, 0)],
                or: "the sum of its tariffs",
                "energy given to the grid"
            ),
        ]
        + Definition.tariffs("energy.import.t#", 1, "energy taken in tariff #")
        + Definition.tariffs("energy.export.t#", 2, "energy given in tariff #")
        + [Definition("energy.absolute", .kilowattHour, [.electricity(15, 8, 0)], "energy taken plus given")]
        + Definition.phases(
            "energy.import.l#",
            .kilowattHour,
            .electricity(21, 8, 0),
            or: "power.l# integrated over time, or energy.import / meter.phases",
            "energy taken by phase L#: integrated from its power, or its equal share"
        )
        + Definition.phases(
            "energy.export.l#",
            .kilowattHour,
            .electricity(22, 8, 0),
            or: "power.l# integrated over time, or energy.export / meter.phases",
            "energy given by phase L#: integrated from its power, or its equal share"
        )
        + [
            Definition(
                "reactive-energy.import",
                .kiloreactiveHour,
                [.electricity(3, 8, 0)],
                or: "reactive-energy.q1 + reactive-energy.q2",
                "reactive energy taken"
            ),
            Definition(
                "reactive-energy.export",
                .kiloreactiveHour,
                [.electricity(4, 8, 0)],
                or: "reactive-energy.q3 + reactive-energy.q4",
                "reactive energy given"
            ),
        ]
        + Definition.quadrants(
            "reactive-energy.q#",
            .kiloreactiveHour,
            .electricity(5, 8, 0),
            "reactive energy in quadrant #"
        )
        + [Definition("tariff", .one, [.abstract(96, 14, 0), .abstract(96, 14, 1)], "the tariff in force")]

    static let demands: [Definition] =
        demands("", d: 4, "of the running quarter hour")
        + demands(".last", d: 5, "of the last whole quarter hour")
        + [
            Definition(
                "demand.import.peak",
                .watt,
                [.electricity(1, 6, 0)],
                or: countedEnergy,
                "highest quarter hour of this month"
            ),
            Definition(
                "demand.import.peak.time",
                .second,
                [.electricity(1, 6, 0)],
                or: countedEnergy,
                "when that was, seconds since 1970 UTC"
            ),
            Definition(
                "demand.import.peak.average",
                .watt,
                or: "from 0-0:98.1.0",
                "mean of the highest quarter hours of the months before, twelve at most"
            ),
            Definition(
                "demand.period",
                .second,
                [.electricity(0, 8, 2), .electricity(0, 8, 0)],
                "what averages are taken over"
            ),
        ]

    /// Only while the program runs: one telegram alone doesn't tell.
    private static let countedEnergy = "counted from energy.import (estimated)"

    /// C counts active import and export, reactive import and export, the quadrants, apparent import and export.
    private static func demands(_ suffix: String, d: UInt8, _ when: String) -> [Definition] {
        let kinds: [(name: String, unit: Unit, words: String)] = [
            ("import", .watt, "import"), ("export", .watt, "export"),
            ("reactive.import", .reactiveVoltAmpere, "reactive import"),
            ("reactive.export", .reactiveVoltAmpere, "reactive export"),
            ("reactive.q1", .reactiveVoltAmpere, "reactive power in quadrant 1"),
            ("reactive.q2", .reactiveVoltAmpere, "reactive power in quadrant 2"),
            ("reactive.q3", .reactiveVoltAmpere, "reactive power in quadrant 3"),
            ("reactive.q4", .reactiveVoltAmpere, "reactive power in quadrant 4"),
            ("apparent.import", .voltAmpere, "apparent import"), ("apparent.export", .voltAmpere, "apparent export"),
        ]
        return kinds.enumerated().map { index, kind in
            let code = ObisCode.electricity(UInt8(index + 1), d, 0)
            let isCounted = code == .electricity(1, 4, 0)
            return Definition(
                "demand.\(kind.name)\(suffix)",
                kind.unit,
                [code],
                or: isCounted ? countedEnergy : nil,
                "average \(kind.words) \(when)"
            )
        }
    }
}
