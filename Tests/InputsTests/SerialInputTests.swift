// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Inputs

@Suite("Serial ports", .timeLimit(.minutes(1)))
struct SerialInputTests {
    private let time = ManualTime()

    private func serial(_ path: String, _ settings: String = "115200-8N1") throws -> RunningInput {
        RunningInput(
            SerialInput(
                path: path,
                settings: try #require(SerialSettings(settings)),
                request: .both,
                timekeeper: time.timekeeper()
            )
        )
    }

    @Test(
        "Every byte arrives as it was sent, whatever a terminal would make of it",
        arguments: ["115200-8N1", "9600-7E1"]
    )
    func bytes(settings: String) async throws {
        let line = try PseudoTerminal()
        var input = try serial(line.path, settings)
        #expect(await input.next() == .connected("\(line.path) \(settings)"))
        let all = (0...255).map(UInt8.init)
        line.send(all)
        #expect(await input.bytes(256) == all)
        #expect(await input.cancel() == [])
    }

    @Test("An unplugged port is reported once, and works again when it comes back")
    func unplugging() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/port"
        let first = try PseudoTerminal()
        #expect(symlink(first.path, path) == 0)
        var input = try serial(path)
        #expect(await input.next() == .connected("\(path) 115200-8N1"))

        unlink(path)
        first.unplug()
        #expect(await input.next() == .disconnected(.unplugged(path: path)))
        #expect(await time.nextSleep() == .milliseconds(875))
        time.wake()
        #expect(await input.next() == .disconnected(.serialPortMissing(path: path)))
        for wait in [1750, 3500] {
            #expect(await time.nextSleep() == .milliseconds(wait))
            time.wake()
        }
        #expect(await time.nextSleep() == .milliseconds(4375))

        let second = try PseudoTerminal()
        #expect(symlink(second.path, path) == 0)
        time.wake()
        #expect(await input.next() == .connected("\(path) 115200-8N1"))
        second.send([0x2F])
        #expect(await input.next() == .bytes([0x2F], arrival: time.now))
        #expect(await input.cancel() == [])
    }

    @Test("A port that another program holds is refused with the way to find it")
    func inUse() async throws {
        let line = try PseudoTerminal()
        let other = open(line.path, O_RDWR | O_NOCTTY)
        #expect(flock(other, LOCK_EX) == 0)
        var input = try serial(line.path)
        let fault = InputFault.serialPortInUse(path: line.path)
        #expect(await input.next() == .disconnected(fault))
        #expect(fault.description == "\(line.path) is in use by another program; 'fuser -v \(line.path)' names it.")

        close(other)
        _ = await time.nextSleep()
        time.wake()
        #expect(await input.next() == .connected("\(line.path) 115200-8N1"))
        let third = open(line.path, O_RDWR | O_NOCTTY | O_NONBLOCK)
        #expect(flock(third, LOCK_EX | LOCK_NB) == -1, "the port is locked against others")
        close(third)
        #expect(await input.cancel() == [])
    }

    @Test("Settings that didn't take are a fault: a pseudo terminal has no seven bits")
    func settingsNotTaken() async throws {
        let line = try PseudoTerminal()
        var input = try serial(line.path, "9600-7N1")
        guard case .disconnected(let fault) = await input.next() else {
            Issue.record("no fault")
            return
        }
        #expect(
            fault.description
                == "\(line.path) didn't take the settings 9600-7N1; its driver can't do them. Try settings=9600-7E1."
        )
        #expect(await input.cancel() == [])
    }

    @Test("What is no serial port is refused")
    func notASerialPort() async throws {
        var input = try serial("/dev/null")
        #expect(await input.next() == .disconnected(.notASerialPort(path: "/dev/null")))
        #expect(await input.cancel() == [])
    }

    @Test(
        "Each reason why a port can't be opened has its own words",
        arguments: [
            (
                EACCES,
                "/dev/ttyUSB0 may not be opened by this user; run 'sudo usermod -aG dialout $USER' and log in again."
            ),
            (EBUSY, "/dev/ttyUSB0 is in use by another program; 'fuser -v /dev/ttyUSB0' names it."),
            (
                ENOENT,
                "/dev/ttyUSB0 doesn't exist; plug the adapter in or correct the path (ls /dev/serial/by-id lists the "
                    + "adapters)."
            ),
            (EMFILE, "/dev/ttyUSB0 can't be used: open failed: Too many open files."),
        ]
    )
    func openFaults(number: Int32, sentence: String) {
        #expect(SerialPort.openFault("/dev/ttyUSB0", number).description == sentence)
    }
}
