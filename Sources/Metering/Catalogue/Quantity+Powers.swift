// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Quantity {
    static let powers: [Definition] =
        [
            Definition(
                "power",
                .watt,
                [.electricity(16, 7, 0)],
                or: "power.import − power.export",
                "active power, + import"
            ),
            Definition(
                "power.import",
                .watt,
                [.electricity(1, 7, 0)],
                or: "the sum of the phases, or what is positive of power",
                "active power taken from the grid"
            ),
            Definition(
                "power.export",
                .watt,
                [.electricity(2, 7, 0)],
                or: "the sum of the phases, or what is negative of power",
                "active power given to the grid"
            ),
        ]
        + Definition.phases(
            "power.l#",
            .watt,
            .electricity(36, 7, 0),
            or: "power.l#.import − power.l#.export",
            "active power of phase L#, + import"
        )
        + Definition.phases("power.l#.import", .watt, .electricity(21, 7, 0), "active power taken by phase L#")
        + Definition.phases("power.l#.export", .watt, .electricity(22, 7, 0), "active power given by phase L#")
        + [
            Definition("power.absolute", .watt, [.electricity(15, 7, 0)], "active power taken plus given"),
            Definition(
                "power.average",
                .watt,
                [.electricity(16, 24, 0)],
                "active power, + import, averaged over demand.period"
            ),
            Definition("power.import.average", .watt, [.electricity(1, 24, 0)], "the same of the power taken"),
            Definition("power.absolute.average", .watt, [.electricity(15, 24, 0)], "the same of power.absolute"),
            Definition("limit.power", .watt, [.abstract(17, 0, 0)], "power above which the meter switches off, if set"),
        ]

    static let reactivePowers: [Definition] =
        [
            Definition(
                "reactive",
                .reactiveVoltAmpere,
                or: "reactive.import − reactive.export",
                "reactive power, + import"
            ),
            Definition(
                "reactive.import",
                .reactiveVoltAmpere,
                [.electricity(3, 7, 0)],
                or: "reactive.q1 + reactive.q2",
                "reactive power taken"
            ),
            Definition(
                "reactive.export",
                .reactiveVoltAmpere,
                [.electricity(4, 7, 0)],
                or: "reactive.q3 + reactive.q4",
                "reactive power given"
            ),
        ]
        + Definition.phases(
            "reactive.l#",
            .reactiveVoltAmpere,
            or: "reactive.l#.import − reactive.l#.export",
            "reactive power of phase L#, + import"
        )
        + Definition.phases(
            "reactive.l#.import",
            .reactiveVoltAmpere,
            .electricity(23, 7, 0),
            "reactive power taken by phase L#"
        )
        + Definition.phases(
            "reactive.l#.export",
            .reactiveVoltAmpere,
            .electricity(24, 7, 0),
            "reactive power given by phase L#"
        )
        + Definition.quadrants(
            "reactive.q#",
            .reactiveVoltAmpere,
            .electricity(5, 7, 0),
            "reactive power in quadrant #"
        )

    static let apparentPowers: [Definition] =
        [
            Definition(
                "apparent",
                .voltAmpere,
                or: "the greater of its directions, from active and reactive power, or the sum of the phases",
                "apparent power"
            ),
            Definition("apparent.import", .voltAmpere, [.electricity(9, 7, 0)], "apparent power while importing"),
            Definition("apparent.export", .voltAmpere, [.electricity(10, 7, 0)], "apparent power while exporting"),
        ]
        + Definition.phases(
            "apparent.l#",
            .voltAmpere,
            or: "the greater of its directions, from active and reactive power, or voltage.l# × |current.l#|",
            "apparent power of phase L#"
        )
        + Definition.phases(
            "apparent.l#.import",
            .voltAmpere,
            .electricity(29, 7, 0),
            "apparent power of phase L# while importing"
        )
        + Definition.phases(
            "apparent.l#.export",
            .voltAmpere,
            .electricity(30, 7, 0),
            "apparent power of phase L# while exporting"
        )
        + [
            Definition(
                "limit.apparent",
                .voltAmpere,
                or: "0-0:17.0.0 in kVA",
                "apparent power above which the meter switches off, if set"
            ),
            Definition(
                "power-factor",
                .one,
                [.electricity(13, 7, 0)],
                or: "power / apparent",
                "power factor, signed like the power"
            ),
        ]
        + Definition.phases(
            "power-factor.l#",
            .one,
            .electricity(33, 7, 0),
            or: "power.l# / apparent.l#",
            "power factor of phase L#"
        )
        + [Definition("frequency", .hertz, [.electricity(14, 7, 0)], "grid frequency")]
}
