// SPDX-License-Identifier: Apache-2.0

/// Every word of the configuration file.
extension ConfigurationKey {
    static let file = [
        ConfigurationKey(
            .file,
            "meter",
            "NAME",
            "a meter, and below it where its telegrams come from; consumers name it behind 'of'",
            standard: "at least one",
            example: "house",
            isRepeated: true
        ),
        ConfigurationKey(
            .file,
            "sum",
            "NAME = METER + METER - METER …",
            "a meter that is made of others, such as the connection without the charger",
            standard: "none",
            example: "house-without-charger = house - charger",
            isRepeated: true
        ),
        ConfigurationKey(
            .file,
            "listen",
            "PLACE [OPTION=VALUE …]",
            """
            where Modbus is served, and below it to whom: `ADDRESS:PORT` for Modbus TCP, `rtu+tcp://ADDRESS:PORT` for RTU \
            frames over TCP, `serial:PATH` for RTU on a serial port with `settings=SPEED-8N1` and, where the adapter doesn't \
            turn by itself, `rs485=on`, `rts=up` or `rts=down`
            """,
            standard: "at least one",
            example: "0.0.0.0:502",
            isRepeated: true
        ),
        ConfigurationKey(
            .file,
            "limits",
            "",
            "below it, how many Modbus clients are let in and for how long",
            standard: "as below",
            example: ""
        ),
        ConfigurationKey(
            .file,
            "page",
            "ADDRESS:PORT",
            "where the web page, its JSON and metrics are served",
            standard: "nowhere",
            example: "127.0.0.1:8080"
        ),
        ConfigurationKey(
            .file,
            "mqtt",
            "HOST[:PORT]",
            "the MQTT broker that is told each telegram",
            standard: "none; port 1883",
            example: "broker.lan"
        ),
        ConfigurationKey(
            .file,
            "state",
            "FOLDER",
            "where energy counters are kept from one run to the next",
            standard: "`$STATE_DIRECTORY`, `$XDG_STATE_HOME/meterbridge` or `~/.local/state/meterbridge`",
            example: "/var/lib/meterbridge"
        ),
        ConfigurationKey(
            .file,
            "maps",
            "PATH",
            "a folder of register maps, or one, that add to the built-in ones or replace them",
            standard: "only the built-in ones",
            example: "/etc/meterbridge/maps"
        ),
    ]

    static let meter = [
        ConfigurationKey(
            .meter,
            "input",
            "ADDRESS [OPTION=VALUE …]",
            """
            where telegrams come from: `serial:PATH` with `settings=SPEED-DPS` and `request=rts`, `tcp://HOST:PORT` with \
            `silence=TIME`, `file:PATH` with `every=TIME`, `simulator:dsmr5`, or `-` for standard input
            """,
            standard: "must be said",
            example: "serial:/dev/ttyUSB0 settings=9600-7E1 request=rts"
        ),
        ConfigurationKey(
            .meter,
            "stale-after",
            "TIME",
            "the age up to which values are told, at least 100ms",
            standard: "three of the meter's periods, from 5s to 60s",
            example: "30s"
        ),
        ConfigurationKey(
            .meter,
            "frozen-after",
            "TIME",
            "for how long one telegram may be repeated byte for byte, its clock included, before it counts as none",
            standard: "three of the meter's periods",
            example: "30s"
        ),
        ConfigurationKey(
            .meter,
            "crc",
            "POLICY",
            "whether telegrams must have a checksum: required, if-present or none",
            standard: "if-present, and required from the first valid one on",
            example: "required"
        ),
        ConfigurationKey(
            .meter,
            "country",
            "CODE",
            "whose clock the meter shows: \(Country.allCases.map(\.rawValue).joined(separator: ", "))",
            standard: "by the meter",
            example: "IS"
        ),
        ConfigurationKey(
            .meter,
            "key-file",
            "PATH",
            "a file that only its owner may read, with the 32 hexadecimal digits by which telegrams are decrypted",
            standard: "no key",
            example: "/etc/meterbridge/house.key"
        ),
        ConfigurationKey(
            .meter,
            "key-environment",
            "NAME",
            "the variable of the environment that has the key, instead of a file",
            standard: "no key",
            example: "METERBRIDGE_KEY"
        ),
        ConfigurationKey(
            .meter,
            "authentication-key-file",
            "PATH",
            "the same for the authentication key, where the meter has one of its own (Austria)",
            standard: "the one of the specification",
            example: "/etc/meterbridge/house.authentication-key"
        ),
        ConfigurationKey(
            .meter,
            "authentication-key-environment",
            "NAME",
            "the variable of the environment that has the authentication key, instead of a file",
            standard: "the one of the specification",
            example: "METERBRIDGE_AUTHENTICATION_KEY"
        ),
    ]

    static let listen = [
        ConfigurationKey(
            .listen,
            "consumer",
            "[UNIT] MAP [of METER] [OPTIONS]",
            "a unit identifier under which a meter is served through a register map; its options are below",
            standard: "at least one; the map's usual unit, and the only meter",
            example: "2 eastron-sdm630 of house class battery",
            isRepeated: true
        ),
        ConfigurationKey(
            .listen,
            "allow",
            "NETWORK …",
            "let only these networks and hosts connect here; 127.0.0.1 and ::1 always may",
            standard: "as in limits",
            example: "192.168.1.0/24",
            isRepeated: true
        ),
    ]

    static let limits = [
        ConfigurationKey(
            .limits,
            "connections",
            "COUNT",
            "Modbus connections at a time; above that the longest idle one goes, else the new one",
            standard: "512",
            example: "512"
        ),
        ConfigurationKey(
            .limits,
            "connections-per-address",
            "COUNT",
            "the same for the connections from one address",
            standard: "half of all, from this machine all",
            example: "256"
        ),
        ConfigurationKey(
            .limits,
            "evictable-after",
            "TIME",
            "how long a connection must be idle before another one may take its place, 1s to 1h",
            standard: "10s",
            example: "10s"
        ),
        ConfigurationKey(
            .limits,
            "frame-deadline",
            "TIME",
            "the time in which a request that has begun must be complete, 100ms to 1m",
            standard: "5s",
            example: "5s"
        ),
        ConfigurationKey(
            .limits,
            "allow",
            "NETWORK …",
            "who may connect to listeners that don't say so themselves",
            standard: "everybody",
            example: "192.168.1.0/24",
            isRepeated: true
        ),
    ]

    static let mqtt = [
        ConfigurationKey(
            .mqtt,
            "user",
            "NAME",
            "the user at the broker",
            standard: "none",
            example: "meterbridge"
        ),
        ConfigurationKey(
            .mqtt,
            "password-file",
            "PATH",
            "a file whose first line is the user's password",
            standard: "no password",
            example: "/etc/meterbridge/mqtt.password"
        ),
        ConfigurationKey(
            .mqtt,
            "prefix",
            "TOPIC",
            "the topic below which the meters are told",
            standard: "meterbridge",
            example: "site/meterbridge"
        ),
    ]
}
