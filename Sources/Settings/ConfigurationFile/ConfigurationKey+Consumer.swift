// SPDX-License-Identifier: Apache-2.0

/// The options of a line 'consumer'.
extension ConfigurationKey {
    static let consumer = [
        ConfigurationKey(
            .consumer,
            "of",
            "METER",
            "the meter or sum that is served",
            standard: "the only one",
            example: "house"
        ),
        ConfigurationKey(
            .consumer,
            "name",
            "\"TEXT\"",
            "what people call the device that reads here",
            standard: "none",
            example: "\"Victron\""
        ),
        ConfigurationKey(
            .consumer,
            "class",
            "CLASS",
            """
            what kind of device it is: inverter, battery and charger get no answer while the meter is silent, hems exception 11, \
            plc not-available values
            """,
            standard: "the register map decides what it is told",
            example: "battery"
        ),
        ConfigurationKey(
            .consumer,
            "high-first",
            "",
            "the high word of a number stands first",
            standard: "as in the map",
            example: ""
        ),
        ConfigurationKey(
            .consumer,
            "low-first",
            "",
            "the low word of a number stands first",
            standard: "as in the map",
            example: ""
        ),
        ConfigurationKey(
            .consumer,
            "offset",
            "POWER [on PHASE]",
            """
            is added to the measured power (told = measured + offset), in equal parts to all phases or to one: a device that \
            steers the told power to zero then exports this much
            """,
            standard: "0 W",
            example: "50 W on l1"
        ),
        ConfigurationKey(
            .consumer,
            "scale",
            "NUMBER",
            "what powers, currents and energies are multiplied by, 0.001 to 10000: the ratio of current transformers",
            standard: "1",
            example: "40"
        ),
        ConfigurationKey(
            .consumer,
            "phases",
            "PHASE PHASE PHASE",
            "the meter's phases that are told as L1, L2 and L3",
            standard: "l1 l2 l3",
            example: "l2 l3 l1"
        ),
        ConfigurationKey(
            .consumer,
            "paced",
            "TIME",
            "each answer waits for the next telegram, at most this long, 10ms to 60s",
            standard: "answers at once",
            example: "800ms"
        ),
        ConfigurationKey(
            .consumer,
            "once",
            "TIME",
            "an answer waits for the next telegram if the client has had this one already, at most this long",
            standard: "answers at once",
            example: "800ms"
        ),
        ConfigurationKey(
            .consumer,
            "stale",
            "POLICY",
            """
            what it is told while the meter is silent: `silence`, `exception N`, `unavailable`, `zero`, \
            `substitute QUANTITY=VALUE …` or `hold TIME then POLICY`
            """,
            standard: "by the class, else by the map",
            example: "exception 11"
        ),
        ConfigurationKey(
            .consumer,
            "waiting",
            "POLICY",
            "the same before the first telegram; policies with numbers are silence then",
            standard: "as stale",
            example: "unavailable"
        ),
        ConfigurationKey(
            .consumer,
            "lost",
            "POLICY",
            "the same from twice stale-after on",
            standard: "as stale",
            example: "silence"
        ),
        ConfigurationKey(
            .consumer,
            "recovering",
            "POLICY",
            "the same after the first telegram that comes again, until the second",
            standard: "as stale",
            example: "exception 4"
        ),
        ConfigurationKey(
            .consumer,
            "set",
            "NAME=VALUE",
            "a value for a constant of the map",
            standard: "as in the map",
            example: "model-code=1650",
            isRepeated: true
        ),
    ]
}
