// SPDX-License-Identifier: Apache-2.0

import Inputs
import Testing

@Suite("Why a source can't be read")
struct InputFaultTests {
    @Test(
        "Each fault says what, where and what to do",
        arguments: [
            (
                .notASerialPort(path: "/dev/null"),
                "/dev/null is not a serial port; to read it as a recording, write file:/dev/null."
            ),
            (
                .settingsNotTaken(
                    path: "/dev/x",
                    wanted: SerialSettings(speed: 230400, dataBits: 8, parity: .none, stopBits: 1)
                ),
                "/dev/x didn't take the settings 230400-8N1; its driver can't do them. Try settings=115200-8N1."
            ),
            (.unplugged(path: "/dev/x"), "/dev/x was unplugged; it is opened again when it comes back."),
            (
                .hostUnknown(host: "gateway.lan"),
                "The name gateway.lan can't be resolved to an address; check the name and the network, or write the "
                    + "address."
            ),
            (
                .unreachable(endpoint: "h:23", reason: "Connection refused"),
                "h:23 can't be reached: Connection refused; check that the gateway is on and serves this port."
            ),
            (
                .connectTimedOut(endpoint: "h:23", seconds: 5),
                "h:23 didn't answer within 5 s; check the address, and that no firewall is in between."
            ),
            (
                .closedByPeer(endpoint: "h:23"),
                "h:23 closed the connection; many gateways serve only one client at a time."
            ),
            (
                .silent(endpoint: "h:23", time: .seconds(30)),
                "h:23 sent nothing for 30s, so it is connected anew; check the meter's cable."
            ),
            (.recordingMissing(path: "a.txt"), "The recording a.txt doesn't exist; correct the path."),
            (.emptyRecording(path: "a.txt"), "The recording a.txt is empty; it can't be repeated."),
            (
                .recordingTooLarge(path: "a.txt", limit: 128 << 20),
                "The recording a.txt is larger than 128 MiB; it can be played once, but not repeated."
            ),
            (
                .failed(source: "a.txt", operation: "open", reason: "Permission denied"),
                "a.txt can't be used: open failed: Permission denied."
            ),
        ] as [(InputFault, String)]
    )
    func sentences(fault: InputFault, sentence: String) {
        #expect(fault.description == sentence)
    }
}
