// SPDX-License-Identifier: Apache-2.0

/// The documentation of the configuration file, made of what the program knows of it.
package enum ConfigurationReference {
    /// A configuration with a bit of everything.
    package static let example = """
        # Two meters, an inverter, a charger and a PLC.
        meter house
          input         serial:/dev/ttyUSB0  settings=115200-8N1 request=rts
          stale-after   10s

        meter charger
          input         tcp://192.168.1.20:23

        sum house-without-charger = house - charger

        state /var/lib/meterbridge

        listen 0.0.0.0:502
          consumer 1    carlo-gavazzi-em24 of house  class battery  name "Victron"
          consumer 2    eastron-sdm630 of house-without-charger  class charger  paced 800ms
          consumer 10   native of house  class plc
          allow         192.168.1.0/24

        listen serial:/dev/ttyUSB1  settings=9600-8N1
          consumer 1    chint-dtsu666 of house  offset -50 W  # leaves 50 W of import as a margin

        limits
          connections   100

        page 127.0.0.1:8080

        mqtt broker.lan
          user          meterbridge
          prefix        home/meter

        """

    /// `Documentation/configuration.md`.
    package static var markdown: String {
        """
        # The configuration file

        One plain text file says which meters are read and as what they are served. `meterbridge run --config FILE` runs it, and \
        `meterbridge check FILE` names every fault of it at its place and says in words what it does. A gateway that was begun from \
        one line becomes a file by `meterbridge run … --print-config > house.conf`.

        This page is written by `make docs`.

        ```
        \(example)```

        * One line, one thing. `#` begins a remark. Words are parted by blanks; a text with blanks stands in double quotes.
        * `meter`, `listen`, `limits` and `mqtt` are headings: what follows belongs to the last one. Indentation is for people.
        * A time has a unit: `500ms`, `10s`, `2.5s`, `1m`, `1h`.
        * Options of an address stand behind it: `input serial:/dev/ttyUSB0 settings=9600-7E1`. The form of the command line, \
        `serial:/dev/ttyUSB0?settings=9600-7E1`, is understood too.
        * Every word is known or refused, with the nearest known one; a file with any fault isn't used.
        * Keys and passwords don't stand in the file: it names the files or variables that hold them. `METERBRIDGE_KEY`, which `run` \
        without a file takes by itself, is named by `key-environment METERBRIDGE_KEY` here.

        \(sections)
        ## What a silent meter's consumers are told

        `stale` goes before `class`, `class` before the register map.

        | Policy | A read of live registers while the meter is silent |
        |---|---|
        | `silence` | gets no answer; the connection is closed when the meter is lost |
        | `exception N` | gets Modbus exception N |
        | `unavailable` | gets each register's not-available value |
        | `substitute current.l1=25 A current.l2=25 A …` | gets these values, and not-available values for all else |
        | `hold 10s then POLICY` | gets the last values for at most that long (100ms to 60s), then what the other policy says |
        | `zero` | gets zeros |

        `substitute`, `hold` and `zero` tell numbers that no meter says: each start warns of them, and before the first telegram they \
        are `silence`. Start-up warnings also name devices whose time-outs are known not to fit the meter or the waiting that was \
        asked for, and a `stale-after` of more than a minute.

        ## Values from other places

        `--set PATH=VALUE` (several times) puts one value in the place of what the file says, and so do variables of the environment; \
        options go before variables, variables before the file. They go through the same checks, and faults name them.

        | Path | Variable | Is |
        |---|---|---|
        | `house.stale-after` | `METERBRIDGE_HOUSE_STALE_AFTER` | any word below the meter `house` |
        | `limits.connections` | `METERBRIDGE_LIMITS_CONNECTIONS` | any word below `limits` |
        | `mqtt.host`, `mqtt.user` | `METERBRIDGE_MQTT_HOST` | the broker, and any word below `mqtt` |
        | `page`, `state`, `maps` | `METERBRIDGE_PAGE` | what stands by itself |
        | `listen` | `METERBRIDGE_LISTEN` | the place, where the file has one line `listen` |
        | `listen.allow` | `METERBRIDGE_LISTEN_ALLOW` | who may connect, for every listener |

        A variable that begins with `METERBRIDGE_` and sets nothing is warned of.

        ## A changed file

        `kill -HUP` (or `systemctl reload`) lets the running gateway read its file again. What both files say goes on untouched: a \
        client keeps its connection, a meter its values and counters, and no request goes unanswered meanwhile. A consumer that is new \
        has the values at once; a meter whose lines have changed begins anew, and nobody is told its old values; a unit that is gone \
        is answered as one that never was. A faulty file, or one whose port can't be had, is refused with its faults in the log, and \
        the one before stays in force. `state`, `page` and `mqtt` hold from the next start on, and the log says so if they changed. \
        Keys are read again only for meters whose lines have changed.

        ## Exit status

        | Status | Of `check` | Of `run --config` |
        |---|---|---|
        | 0 | the file is right | it was ended by a signal |
        | 64 | the command line is wrong | the same |
        | 66 | the file can't be read | the file, or a recording that it names, can't be read |
        | 69 | – | a port can't be listened on |
        | 78 | the file has faults (with `--strict`: or warnings) | the file has faults |

        """
    }

    private static var sections: String {
        ConfigurationSection.allCases.map { section in
            let rows = ConfigurationKey.all.filter { $0.section == section }.map { row($0) }.joined()
            return """
                ## \(title(section))

                | Word | What it says | Where it isn't said | Example |
                |---|---|---|---|
                \(rows)
                """
        }.joined(separator: "\n")
    }

    private static func title(_ section: ConfigurationSection) -> String {
        switch section {
        case .file: "What stands by itself, and headings"
        case .consumer: "Options of a line `consumer`"
        case .meter, .listen, .limits, .mqtt: "Below `\(section.heading)`"
        }
    }

    private static func row(_ key: ConfigurationKey) -> String {
        let form = key.form.isEmpty ? key.name : "\(key.name) \(key.form)"
        let example = key.example.isEmpty ? key.name : "\(key.name) \(key.example)"
        let several = key.isRepeated ? "; may be said several times" : ""
        return "| `\(form)` | \(key.meaning)\(several) | \(key.standard) | `\(example)` |\n"
    }
}
