// SPDX-License-Identifier: Apache-2.0

import Inputs
import Testing

@Suite("Input addresses")
struct InputAddressTests {
    /// A file system with one of each.
    private func kindOfPath(_ path: String) -> InputAddress.PathKind? {
        switch path {
        case "/dev/ttyUSB0", "port": .characterDevice
        case "evening.txt", "/dev/fd/63", "odd:name": .other
        case "/tmp": .folder
        default: nil
        }
    }

    @Test(
        "An address is read with its options, and what isn't said has a default",
        arguments: [
            ("serial:/dev/ttyUSB0", .serial(path: "/dev/ttyUSB0", settings: .standard, request: .both)),
            (
                "serial:/dev/ttyUSB0?settings=9600-7E1",
                .serial(
                    path: "/dev/ttyUSB0",
                    settings: SerialSettings(speed: 9600, dataBits: 7, parity: .even, stopBits: 1),
                    request: .both
                )
            ),
            (
                "serial:/dev/x?request=dtr&settings=2400-8o2",
                .serial(
                    path: "/dev/x",
                    settings: SerialSettings(speed: 2400, dataBits: 8, parity: .odd, stopBits: 2),
                    request: .dtr
                )
            ),
            ("serial:/dev/x?request=none", .serial(path: "/dev/x", settings: .standard, request: .none)),
            ("/dev/ttyUSB0", .serial(path: "/dev/ttyUSB0", settings: .standard, request: .both)),
            ("/dev/unplugged", .serial(path: "/dev/unplugged", settings: .standard, request: .both)),
            ("port?request=rts", .serial(path: "port", settings: .standard, request: .rts)),
            ("/dev/fd/63", .recording(path: "/dev/fd/63", every: nil)),
            ("tcp://gateway.lan:23", .tcp(host: "gateway.lan", port: 23, silence: .seconds(30))),
            ("tcp://[fe80::1]:2001?silence=1m", .tcp(host: "fe80::1", port: 2001, silence: .seconds(60))),
            ("TCP://10.0.0.1:65535/", .tcp(host: "10.0.0.1", port: 65535, silence: .seconds(30))),
            ("file:evening.txt", .recording(path: "evening.txt", every: nil)),
            ("file:no such.txt", .recording(path: "no such.txt", every: nil)),
            ("file:a?every=2.5s", .recording(path: "a", every: .milliseconds(2500))),
            ("evening.txt?every=100ms", .recording(path: "evening.txt", every: .milliseconds(100))),
            ("odd:name", .recording(path: "odd:name", every: nil)),
            ("-", .standardInput),
            ("simulator:dsmr5", .simulator(.dsmr5, seed: 1, speed: 1)),
            ("simulator:dsmr5?seed=18446744073709551615&speed=0.5", .simulator(.dsmr5, seed: .max, speed: 0.5)),
        ] as [(String, InputAddress)]
    )
    func reading(text: String, expected: InputAddress) throws {
        let address = try InputAddress(text, kindOfPath: kindOfPath)
        #expect(address == expected)
        #expect(try InputAddress(address.description, kindOfPath: kindOfPath) == address)
    }

    @Test("Options may stand apart from the location, as in the configuration")
    func separateOptions() throws {
        let address = try InputAddress(
            location: "serial:/dev/ttyUSB0",
            options: ["settings=9600-7N1", "request=rts"],
            kindOfPath: kindOfPath
        )
        #expect(address.description == "serial:/dev/ttyUSB0?settings=9600-7N1&request=rts")
    }

    @Test(
        "A bad address is refused with a sentence that says what is right",
        arguments: [
            (
                "",
                "No input is named; there are serial:, tcp:, file:, simulator: and - (standard input). "
                    + "Example: serial:/dev/ttyUSB0"
            ),
            (
                "sreial:/dev/ttyUSB0",
                "'sreial:' is not a kind of input (did you mean 'serial:'?); there are serial:, tcp:, file:, "
                    + "simulator: and - (standard input). Example: serial:/dev/ttyUSB0"
            ),
            (
                "gopher://x",
                "'gopher:' is not a kind of input; there are serial:, tcp:, file:, simulator: and - (standard "
                    + "input). Example: serial:/dev/ttyUSB0"
            ),
            (
                "mqtt://broker/topic",
                "'mqtt:' inputs are not supported yet; there are serial:, tcp:, file:, simulator: and - (standard "
                    + "input). Example: serial:/dev/ttyUSB0"
            ),
            (
                "http://host/telegram",
                "'http:' inputs are not supported yet; there are serial:, tcp:, file:, simulator: and - (standard "
                    + "input). Example: serial:/dev/ttyUSB0"
            ),
            (
                "evning.txt",
                "There is no file or device 'evning.txt'; other inputs begin with their kind: serial:, tcp:, file:, "
                    + "simulator: and - (standard input)."
            ),
            ("/tmp", "'/tmp' is a folder; name a recording in it. Example: file:recording.txt"),
            (
                "serial:",
                "'serial:' lacks the path of the port. Example: serial:/dev/ttyUSB0?settings=9600-7E1&request=rts"
            ),
            (
                "serial:/dev/x?setings=9600-7E1",
                "'setings' is not an option of serial: (did you mean 'settings'?); it has settings and request. "
                    + "Example: serial:/dev/ttyUSB0?settings=9600-7E1&request=rts"
            ),
            (
                "serial:/dev/x?settings=9600-7E",
                "'9600-7E' is not a value of 'settings' (did you mean '9600-7E1'?); it is SPEED-DPS: speed, data "
                    + "bits, parity (N, E or O), stop bits. "
                    + "Example: serial:/dev/ttyUSB0?settings=9600-7E1&request=rts"
            ),
            (
                "serial:/dev/x?request=rst",
                "'rst' is not a value of 'request' (did you mean 'rts'?); it is one of rts, dtr, both and none. "
                    + "Example: serial:/dev/ttyUSB0?settings=9600-7E1&request=rts"
            ),
            (
                "serial:/dev/x?request=rts&request=dtr",
                "The option 'request' is given twice. Example: serial:/dev/ttyUSB0?settings=9600-7E1&request=rts"
            ),
            ("tcp:host:23", "'tcp:' lacks the // before its host. Example: tcp://192.168.1.20:23"),
            (
                "tcp://host",
                "'host' is not HOST:PORT; an IPv6 address stands in brackets. Example: tcp://192.168.1.20:23"
            ),
            (
                "tcp://fe80::1:23",
                "'fe80::1:23' is not HOST:PORT; an IPv6 address stands in brackets. Example: tcp://192.168.1.20:23"
            ),
            ("tcp://host:0", "'0' is not a port; ports are 1 to 65535. Example: tcp://192.168.1.20:23"),
            ("tcp://host:65536", "'65536' is not a port; ports are 1 to 65535. Example: tcp://192.168.1.20:23"),
            ("tcp://host:+1", "'+1' is not a port; ports are 1 to 65535. Example: tcp://192.168.1.20:23"),
            (
                "tcp://host:23?silence=0s",
                "'0s' is not a value of 'silence'; it is a time from 100ms to 24h, such as 500ms, 1s, 2.5s or 1m. "
                    + "Example: tcp://192.168.1.20:23"
            ),
            (
                "file:a?every=1",
                "'1' is not a value of 'every'; it is a time from 10ms to 24h, such as 500ms, 1s, 2.5s or 1m. "
                    + "Example: file:recording.txt?every=1s"
            ),
            ("file:?every=1s", "'file:' lacks the path of a recording. Example: file:recording.txt?every=1s"),
            ("-?every=1s", "Standard input has no options, but 'every' was given. Example: -"),
            (
                "simulator:dsmr4",
                "'dsmr4' is not a value of 'simulator:' (did you mean 'dsmr5'?); it is dsmr5. "
                    + "Example: simulator:dsmr5?seed=1&speed=1"
            ),
            (
                "simulator:dsmr5?seed=-1",
                "'-1' is not a value of 'seed'; it is a whole number from 0. "
                    + "Example: simulator:dsmr5?seed=1&speed=1"
            ),
            (
                "simulator:dsmr5?speed=nan",
                "'nan' is not a value of 'speed'; it is a number from 0.01 to 1000. "
                    + "Example: simulator:dsmr5?seed=1&speed=1"
            ),
            (
                "simulator:dsmr5?speed",
                "'' is not a value of 'speed'; it is a number from 0.01 to 1000. "
                    + "Example: simulator:dsmr5?seed=1&speed=1"
            ),
        ]
    )
    func refusing(text: String, sentence: String) {
        let fault = #expect(throws: InputAddressFault.self) { try InputAddress(text, kindOfPath: kindOfPath) }
        #expect(fault?.description == sentence)
    }

    @Test("The file system says what a path is")
    func realPaths() {
        #expect(InputAddress.kindOfPath("/dev/null") == .characterDevice)
        #expect(InputAddress.kindOfPath("/") == .folder)
        #expect(InputAddress.kindOfPath("/proc/self/status") == .other)
        #expect(InputAddress.kindOfPath("/no/such/path") == nil)
    }
}
