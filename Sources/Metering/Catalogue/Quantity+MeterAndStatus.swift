// SPDX-License-Identifier: Apache-2.0

import Telegrams

extension Quantity {
    static let meter: [Definition] = [
        Definition(
            "breaker",
            .one,
            [.abstract(96, 3, 10), .abstract(96, 50, 68)],
            "0 switched off, 1 switched on, 2 ready to be switched on"
        ),
        Definition("failures", .one, [.abstract(96, 7, 21)], "power failures in any phase"),
        Definition("failures.long", .one, [.abstract(96, 7, 9)], "long power failures in any phase"),
        Definition("message", .one, [.abstract(96, 13, 0)], "message of the grid operator", role: .text),
        Definition("message.short", .one, [.abstract(96, 13, 1)], "short message, such as a code", role: .text),
        Definition(
            "meter.id",
            .one,
            [
                .abstract(96, 1, 0), .abstract(96, 1, 1), .abstract(42, 0, 0), .electricity(0, 0, 0),
                .abstract(96, 1, 255),
            ],
            "the meter's identifier as text",
            role: .identityText
        ),
        Definition(
            "meter.model",
            .one,
            or: "the identification line",
            "the type the meter gives itself",
            role: .identityText
        ),
        Definition(
            "meter.ean",
            .one,
            [.abstract(96, 1, 2)],
            "the number of the connection to the grid",
            role: .identityText
        ),
        Definition(
            "meter.version",
            .one,
            [ObisCode(1, 3, 0, 2, 8), .abstract(96, 1, 4)],
            "version of the P1 specification, such as 50",
            role: .identityText
        ),
        Definition(
            "meter.serial",
            .one,
            or: "from meter.id and the consumer",
            "letters and digits, stable and different for each consumer",
            role: .identityText
        ),
        Definition(
            "meter.number",
            .one,
            or: "from meter.id and the consumer",
            "the same as a 32-bit number",
            role: .identity
        ),
        Definition("meter.phases", .one, or: "which lines the meter sends", "1 or 3", role: .identity),
        Definition(
            "consumer.unit",
            .one,
            or: "configuration",
            "the unit identifier that the consumer is served under",
            role: .identity
        ),
        Definition(
            "meter.time",
            .second,
            [.abstract(1, 0, 0), .abstract(1, 1, 0)],
            or: "1-0:0.9.1 and 0.9.2",
            "the meter's clock, seconds since 1970 UTC"
        ),
    ]

    static let status: [Definition] = [
        gateway("status.state", .one, "0 waiting, 1 fresh, 2 stale, 3 lost, 4 recovering"),
        gateway("status.fresh", .one, "1 while fresh"),
        gateway("status.stale", .one, "1 while stale"),
        gateway("status.lost", .one, "1 while lost"),
        gateway("status.waiting", .one, "1 before the first telegram"),
        gateway("status.recovering", .one, "1 between the first and the second good telegram"),
        gateway("status.simulated", .one, "1 when the telegrams are made up"),
        gateway("status.checksum", .one, "1 once a valid checksum was seen"),
        gateway("status.age", .millisecond, "time since the last good telegram"),
        gateway("status.heartbeat", .one, "+1 with each telegram, 0 after 65535"),
        gateway("status.telegrams", .one, "telegrams accepted"),
        gateway("status.rejected", .one, "telegrams rejected"),
        gateway("status.period", .millisecond, "observed time between telegrams"),
        gateway("status.uptime", .second, "time since the gateway started"),
        gateway("status.time", .second, "the gateway's clock, seconds since 1970 UTC"),
    ]

    private static func gateway(_ name: String, _ unit: Unit, _ summary: String) -> Definition {
        Definition(name, unit, or: "gateway", summary, role: .status)
    }
}
