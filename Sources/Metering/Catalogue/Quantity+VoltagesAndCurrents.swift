// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Quantity {
    static let voltages: [Definition] =
        Definition.phases("voltage.l#", .volt, .electricity(32, 7, 0), "voltage of phase L# to neutral")
        + [("l1", "l2"), ("l2", "l3"), ("l3", "l1")].map { one, other in
            Definition(
                "voltage.\(one)-\(other)",
                .volt,
                or: "from voltage.\(one) and voltage.\(other)",
                "voltage between \(one.uppercased()) and \(other.uppercased()), the phases taken to be 120 degrees apart"
            )
        }
        + Definition.phases(
            "voltage.l#.average",
            .volt,
            .electricity(32, 24, 0),
            "the same, averaged over demand.period"
        )
        + [
            Definition("voltage.any", .volt, [.electricity(12, 7, 0)], "voltage of any phase"),
            Definition("voltage.nominal", .volt, [.electricity(94, 32, 1)], "voltage that the grid is built for"),
        ]
        + Definition.phases(
            "voltage.l#.sags",
            .one,
            .electricity(32, 32, 0),
            "times that the voltage of L# was too low"
        )
        + Definition.phases("voltage.l#.sag.duration", .second, .electricity(32, 33, 0), "how long the last one took")
        + Definition.phases("voltage.l#.sag.voltage", .volt, .electricity(32, 34, 0), "how low it was then")
        + Definition.phases(
            "voltage.l#.swells",
            .one,
            .electricity(32, 36, 0),
            "times that the voltage of L# was too high"
        )
        + Definition.phases("voltage.l#.swell.duration", .second, .electricity(32, 37, 0), "how long the last one took")
        + Definition.phases("voltage.l#.swell.voltage", .volt, .electricity(32, 38, 0), "how high it was then")

    static let currents: [Definition] =
        Definition.phases(
            "current.l#",
            .ampere,
            or: "current.l#.measured with a sign, or power.l# / voltage.l#",
            "current of phase L# with the sign of its power, as fine as it can be known"
        )
        + Definition.phases(
            "current.l#.measured",
            .ampere,
            .electricity(31, 7, 0),
            "current of phase L# as sent, by most meters without a sign"
        )
        + [
            Definition("current.neutral", .ampere, [.electricity(91, 7, 0)], "current of the neutral conductor"),
            Definition("current.sum", .ampere, [.electricity(90, 7, 0)], "sum of the phases' currents"),
            Definition("current.any", .ampere, [.electricity(11, 7, 0)], "current of any phase"),
        ]
        + Definition.phases("fuse.l#", .ampere, .electricity(31, 4, 0), "current that phase L# may take, if set")
        + [
            Definition(
                "limit.current",
                .ampere,
                or: "0-0:17.0.0 in A",
                "current above which the meter switches off, if set"
            )
        ]
}
