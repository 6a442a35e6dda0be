// SPDX-License-Identifier: Apache-2.0

extension Quantity {
    /// In the order of the cases, so that a quantity's raw value is its place.
    package static let catalogue: [Definition] = [
        Definition("power", .watt, "1.7.0 − 2.7.0", "active power, + import"),
        Definition("power.import", .watt, "1-0:1.7.0", "active power taken from the grid"),
        Definition("power.export", .watt, "1-0:2.7.0", "active power given to the grid"),
        Definition("power.l1", .watt, "21.7.0 − 22.7.0", "active power of phase L1, + import"),
        Definition("power.l2", .watt, "41.7.0 − 42.7.0", "active power of phase L2, + import"),
        Definition("power.l3", .watt, "61.7.0 − 62.7.0", "active power of phase L3, + import"),
        Definition("power.l1.import", .watt, "1-0:21.7.0", "active power taken by phase L1"),
        Definition("power.l2.import", .watt, "1-0:41.7.0", "active power taken by phase L2"),
        Definition("power.l3.import", .watt, "1-0:61.7.0", "active power taken by phase L3"),
        Definition("power.l1.export", .watt, "1-0:22.7.0", "active power given by phase L1"),
        Definition("power.l2.export", .watt, "1-0:42.7.0", "active power given by phase L2"),
        Definition("power.l3.export", .watt, "1-0:62.7.0", "active power given by phase L3"),
        Definition("voltage.l1", .volt, "1-0:32.7.0", "voltage of phase L1 to neutral"),
        Definition("voltage.l2", .volt, "1-0:52.7.0", "voltage of phase L2 to neutral"),
        Definition("voltage.l3", .volt, "1-0:72.7.0", "voltage of phase L3 to neutral"),
        Definition(
            "voltage.l1-l2",
            .volt,
            "from voltage.l1 and voltage.l2",
            "voltage between L1 and L2, the phases taken to be 120 degrees apart"
        ),
        Definition(
            "voltage.l2-l3",
            .volt,
            "from voltage.l2 and voltage.l3",
            "voltage between L2 and L3, the phases taken to be 120 degrees apart"
        ),
        Definition(
            "voltage.l3-l1",
            .volt,
            "from voltage.l3 and voltage.l1",
            "voltage between L3 and L1, the phases taken to be 120 degrees apart"
        ),
        Definition(
            "current.l1",
            .ampere,
            "1-0:31.7.0 or |power.l1| / voltage.l1",
            "current of phase L1 with the sign of its power, as fine as it can be known"
        ),
        Definition(
            "current.l2",
            .ampere,
            "1-0:51.7.0 or |power.l2| / voltage.l2",
            "current of phase L2 with the sign of its power, as fine as it can be known"
        ),
        Definition(
            "current.l3",
            .ampere,
            "1-0:71.7.0 or |power.l3| / voltage.l3",
            "current of phase L3 with the sign of its power, as fine as it can be known"
        ),
        Definition("current.l1.measured", .ampere, "1-0:31.7.0", "current of phase L1 as sent, without a sign"),
        Definition("current.l2.measured", .ampere, "1-0:51.7.0", "current of phase L2 as sent, without a sign"),
        Definition("current.l3.measured", .ampere, "1-0:71.7.0", "current of phase L3 as sent, without a sign"),
        Definition("current.neutral", .ampere, "1-0:91.7.0", "current of the neutral conductor"),
        Definition("reactive", .reactiveVoltAmpere, "3.7.0 − 4.7.0", "reactive power, + import"),
        Definition("reactive.import", .reactiveVoltAmpere, "1-0:3.7.0", "reactive power taken"),
        Definition("reactive.export", .reactiveVoltAmpere, "1-0:4.7.0", "reactive power given"),
        Definition("reactive.l1", .reactiveVoltAmpere, "23.7.0 − 24.7.0", "reactive power of phase L1, + import"),
        Definition("reactive.l2", .reactiveVoltAmpere, "43.7.0 − 44.7.0", "reactive power of phase L2, + import"),
        Definition("reactive.l3", .reactiveVoltAmpere, "63.7.0 − 64.7.0", "reactive power of phase L3, + import"),
        Definition("apparent", .voltAmpere, "1-0:9.7.0 or 10.7.0, or from active and reactive power", "apparent power"),
        Definition(
            "apparent.l1",
            .voltAmpere,
            "1-0:29.7.0 or 30.7.0, or voltage.l1 × |current.l1|",
            "apparent power of phase L1"
        ),
        Definition(
            "apparent.l2",
            .voltAmpere,
            "1-0:49.7.0 or 50.7.0, or voltage.l2 × |current.l2|",
            "apparent power of phase L2"
        ),
        Definition(
            "apparent.l3",
            .voltAmpere,
            "1-0:69.7.0 or 70.7.0, or voltage.l3 × |current.l3|",
            "apparent power of phase L3"
        ),
        Definition("power-factor", .one, "1-0:13.7.0, or power / apparent", "power factor, signed like the power"),
        Definition("power-factor.l1", .one, "1-0:33.7.0, or power.l1 / apparent.l1", "power factor of phase L1"),
        Definition("power-factor.l2", .one, "1-0:53.7.0, or power.l2 / apparent.l2", "power factor of phase L2"),
        Definition("power-factor.l3", .one, "1-0:73.7.0, or power.l3 / apparent.l3", "power factor of phase L3"),
        Definition("frequency", .hertz, "1-0:14.7.0", "grid frequency"),
        Definition(
            "energy.import",
            .kilowattHour,
            "1-0:1.8.0, or the sum of its tariffs",
            "energy taken from the grid"
        ),
        Definition(
            "energy.export",
            .kilowattHour,
            "1-0:2.8.0, or the sum of its tariffs",
            "energy given to the grid"
        ),
        Definition("energy.import.t1", .kilowattHour, "1-0:1.8.1", "energy taken in tariff 1"),
        Definition("energy.import.t2", .kilowattHour, "1-0:1.8.2", "energy taken in tariff 2"),
        Definition("energy.import.t3", .kilowattHour, "1-0:1.8.3", "energy taken in tariff 3"),
        Definition("energy.import.t4", .kilowattHour, "1-0:1.8.4", "energy taken in tariff 4"),
        Definition("energy.export.t1", .kilowattHour, "1-0:2.8.1", "energy given in tariff 1"),
        Definition("energy.export.t2", .kilowattHour, "1-0:2.8.2", "energy given in tariff 2"),
        Definition("energy.export.t3", .kilowattHour, "1-0:2.8.3", "energy given in tariff 3"),
        Definition("energy.export.t4", .kilowattHour, "1-0:2.8.4", "energy given in tariff 4"),
        Definition(
            "energy.import.l1",
            .kilowattHour,
            "energy.import / meter.phases",
            "energy taken by phase L1: its equal share, because no P1 meter says more"
        ),
        Definition(
            "energy.import.l2",
            .kilowattHour,
            "energy.import / meter.phases",
            "energy taken by phase L2: its equal share, because no P1 meter says more"
        ),
        Definition(
            "energy.import.l3",
            .kilowattHour,
            "energy.import / meter.phases",
            "energy taken by phase L3: its equal share, because no P1 meter says more"
        ),
        Definition(
            "energy.export.l1",
            .kilowattHour,
            "energy.export / meter.phases",
            "energy given by phase L1: its equal share"
        ),
        Definition(
            "energy.export.l2",
            .kilowattHour,
            "energy.export / meter.phases",
            "energy given by phase L2: its equal share"
        ),
        Definition(
            "energy.export.l3",
            .kilowattHour,
            "energy.export / meter.phases",
            "energy given by phase L3: its equal share"
        ),
        Definition("reactive-energy.import", .kiloreactiveHour, "1-0:3.8.0", "reactive energy taken"),
        Definition("reactive-energy.export", .kiloreactiveHour, "1-0:4.8.0", "reactive energy given"),
        Definition("tariff", .one, "0-0:96.14.0", "the tariff in force"),
        Definition("demand.import", .watt, "1-0:1.4.0", "average import of the running quarter hour"),
        Definition("demand.import.peak", .watt, "1-0:1.6.0", "highest quarter hour of this month"),
        Definition("demand.import.peak.time", .second, "1-0:1.6.0", "when that was, seconds since 1970 UTC"),
        Definition("gas.volume", .cubicMetre, "0-n:24.2.1, 24.2.3 or 24.3.0 of type 3", "gas meter"),
        Definition(
            "gas.volume.age",
            .second,
            "meter.time − its time stamp",
            "how old the gas reading was when the telegram came"
        ),
        Definition("gas.2.volume", .cubicMetre, "as gas.volume", "second gas meter"),
        Definition("gas.2.volume.age", .second, "as gas.volume.age", "age of the second gas meter's reading"),
        Definition("water.volume", .cubicMetre, "0-n:24.2.1 of type 7 or 22", "water meter"),
        Definition("water.volume.age", .second, "meter.time − its time stamp", "age of the water reading"),
        Definition(
            "water.2.volume",
            .cubicMetre,
            "0-n:24.2.1 of type 6 or 21, or a second of type 7 or 22",
            "second water meter"
        ),
        Definition("water.2.volume.age", .second, "meter.time − its time stamp", "age of the second water reading"),
        Definition("heat.energy", .kilowattHour, "0-n:24.2.1 of type 4, 12 or 13", "heat meter"),
        Definition("heat.energy.age", .second, "meter.time − its time stamp", "age of the heat reading"),
        Definition("heat.2.energy", .kilowattHour, "as heat.energy", "second heat meter"),
        Definition("heat.2.energy.age", .second, "as heat.energy.age", "age of the second heat meter's reading"),
        Definition(
            "heat.volume",
            .cubicMetre,
            "0-n:24.2.1 beside 24.2.2 in m3/h",
            "hot water through the heat meter"
        ),
        Definition("heat.flow", .cubicMetrePerHour, "0-n:24.2.2", "flow through the heat meter"),
        Definition("heat.supply", .degreeCelsius, "0-n:24.2.3", "temperature of the water that comes"),
        Definition("heat.return", .degreeCelsius, "0-n:24.2.4", "temperature of the water that goes back"),
        Definition("cooling.energy", .kilowattHour, "0-n:24.2.1 of type 10 or 11", "cooling meter"),
        Definition("cooling.energy.age", .second, "meter.time − its time stamp", "age of the cooling reading"),
        Definition("failures", .one, "0-0:96.7.21", "power failures in any phase"),
        Definition("failures.long", .one, "0-0:96.7.9", "long power failures in any phase"),
        Definition("meter.id", .one, "0-0:96.1.1, 42.0.0 or 96.1.0", "the meter's identifier as text", .identityText),
        Definition("meter.model", .one, "identification line", "the type the meter gives itself", .identityText),
        Definition(
            "meter.serial",
            .one,
            "from meter.id and the consumer",
            "letters and digits, stable and different for each consumer",
            .identityText
        ),
        Definition("meter.number", .one, "from meter.id and the consumer", "the same as a 32-bit number", .identity),
        Definition("meter.phases", .one, "which lines the meter sends", "1 or 3", .identity),
        Definition(
            "meter.time",
            .second,
            "0-0:1.0.0, or 1-0:0.9.1 and 0.9.2",
            "the meter's clock, seconds since 1970 UTC"
        ),
        Definition("status.state", .one, "gateway", "0 waiting, 1 fresh, 2 stale, 3 lost, 4 recovering", .status),
        Definition("status.fresh", .one, "gateway", "1 while fresh", .status),
        Definition("status.stale", .one, "gateway", "1 while stale", .status),
        Definition("status.lost", .one, "gateway", "1 while lost", .status),
        Definition("status.waiting", .one, "gateway", "1 before the first telegram", .status),
        Definition("status.recovering", .one, "gateway", "1 between the first and the second good telegram", .status),
        Definition("status.simulated", .one, "gateway", "1 when the telegrams are made up", .status),
        Definition("status.checksum", .one, "gateway", "1 once a valid checksum was seen", .status),
        Definition("status.age", .millisecond, "gateway", "time since the last good telegram", .status),
        Definition("status.heartbeat", .one, "gateway", "+1 with each telegram, 0 after 65535", .status),
        Definition("status.telegrams", .one, "gateway", "telegrams accepted", .status),
        Definition("status.rejected", .one, "gateway", "telegrams rejected", .status),
        Definition("status.period", .millisecond, "gateway", "observed time between telegrams", .status),
        Definition("status.uptime", .second, "gateway", "time since the gateway started", .status),
        Definition("status.time", .second, "gateway", "the gateway's clock, seconds since 1970 UTC", .status),
    ]
}
