// SPDX-License-Identifier: Apache-2.0

import Modbus
import Settings
import Testing

@Suite("Where to serve, as it is written")
struct ListenerRequestTests {
    @Test(
        "Each notation means its listener, which writes itself in full",
        arguments: [
            ("0.0.0.0:1502", .tcp(ListenAddress(host: "0.0.0.0", port: 1502)), "0.0.0.0:1502"),
            ("[::1]", .tcp(ListenAddress(host: "::1")), "[::1]:502"),
            ("rtu+tcp://*:4001", .rtuOverTCP(ListenAddress(host: "0.0.0.0", port: 4001)), "rtu+tcp://0.0.0.0:4001"),
            (
                "serial:/dev/ttyUSB1", .serial(SerialLine(path: "/dev/ttyUSB1")),
                "serial:/dev/ttyUSB1?settings=9600-8N1"
            ),
            (
                "serial:/dev/ttyS0?settings=19200-8e1&rs485=on",
                .serial(SerialLine(path: "/dev/ttyS0", speed: 19200, parity: .even, direction: .driver)),
                "serial:/dev/ttyS0?settings=19200-8E1&rs485=on"
            ),
            (
                "serial:p?rts=up", .serial(SerialLine(path: "p", direction: .rtsUp)),
                "serial:p?settings=9600-8N1&rts=up"
            ),
            (
                "serial:p?rts=down&settings=2400-8O2",
                .serial(SerialLine(path: "p", speed: 2400, parity: .odd, stopBits: 2, direction: .rtsDown)),
                "serial:p?settings=2400-8O2&rts=down"
            ),
        ] as [(String, Listener, String)]
    )
    func notations(text: String, listener: Listener, written: String) throws {
        #expect(try ListenerRequest(text).listener == listener)
        #expect(listener.description == written)
        #expect(try ListenerRequest(written).listener == listener)
    }

    @Test(
        "What can't be served is refused by name",
        arguments: [
            ("", .badAddress("", example: "0.0.0.0:1502")), ("host:x", .badAddress("host:x", example: "0.0.0.0:1502")),
            ("udp://host:1", .badAddress("udp://host:1", example: "0.0.0.0:1502")),
            ("rtu+tcp://", .badAddress("rtu+tcp://", example: "rtu+tcp://0.0.0.0:4001")),
            ("serial:?settings=9600-8N1", .lacksPath), ("serial:p?rs458=on", .unknownOption("rs458", nearest: "rs485")),
            ("serial:p?rts=up&rs485=on", .repeatedOption("rs485 or rts")),
            (
                "serial:p?rts=left",
                .badValue("left", option: "rts", expected: "up or down: the state of RTS while sending")
            ),
            ("serial:p?rs485", .badValue("", option: "rs485", expected: "on or off")),
            (
                "serial:p?settings=9601-8N1",
                .badValue("9601-8N1", option: "settings", expected: "speed and shape, such as 9600-8N1 or 19200-8E1")
            ),
            (
                "serial:p?settings=9600-7E1",
                .badValue(
                    "9600-7E1",
                    option: "settings",
                    expected: "a shape with 8 data bits, which Modbus RTU needs: 8N1, 8E1 …"
                )
            ),
        ] as [(String, ListenerRequestError)]
    )
    func refused(text: String, error: ListenerRequestError) {
        #expect(throws: error) { try ListenerRequest(text) }
        #expect(error.description.contains("xample"))
    }
}
