// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The program reads every kind of input", .timeLimit(.minutes(2)))
struct InputTests {
    @Test("A recording that is repeated stays fresh and counts on")
    func recording() async throws {
        // Given a recording of one telegram that is played every 50 ms
        let folder = try TemporaryFolder()
        let path = try folder.write("recording.txt", String(decoding: Fixture.threePhases(), as: UTF8.self))
        let gateway = try await RunningGateway(["run", "file:\(path)?every=50ms"])
        await gateway.awaitState("fresh")

        // Then mbpoll reads its power
        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 100, type: "4:int") == [100: "668"])
        await gateway.stop()
    }

    @Test("A recording that has been played once goes stale like any meter")
    func recordingOnce() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("recording.txt", String(decoding: Fixture.threePhases(), as: UTF8.self))
        let gateway = try await RunningGateway(["run", path, "--stale-after", "200ms"])

        await gateway.awaitState("fresh")
        await gateway.awaitState("stale")

        #expect(try await Pymodbus.read(port: gateway.port, ["3/1/100/2"]) == [.words([0x8000, 0])])
        await gateway.stop()
    }

    @Test("A serial port, here a pseudo-terminal of socat, read by its path")
    func serial() async throws {
        // Given two pseudo-terminals, joined
        let folder = try TemporaryFolder()
        let (meter, port) = ("\(folder.path)/meter", "\(folder.path)/port")
        let socat = try await Socat.line(between: meter, and: port)

        // When the gateway reads one and the meter speaks on the other
        let gateway = try await RunningGateway(["run", port])
        _ = await gateway.program.errors.first { $0.contains("reading telegrams") }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: meter))
        try handle.write(contentsOf: Data(Fixture.threePhases()))
        await gateway.awaitState("fresh")

        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 100, type: "4:int") == [100: "668"])
        await gateway.stop()
        socat.terminate()
    }

    @Test("A line of seven bits and even parity, as it shows on a port of eight bits")
    func sevenBits() async throws {
        let gateway = try await RunningGateway(["run", "-"])
        let onTheLine = Fixture.iceland().map { $0.nonzeroBitCount.isMultiple(of: 2) ? $0 : $0 | 0x80 }

        try await gateway.feed(onTheLine, andAwait: "fresh")

        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 100, type: "4:int") == [100: "588"])
        await gateway.stop()
    }

    @Test("A network gateway, here socat, that hands on the bytes of a port")
    func network() async throws {
        // Given a server that sends one telegram to whoever connects
        let folder = try TemporaryFolder()
        let path = try folder.write("telegram.txt", String(decoding: Fixture.threePhases(), as: UTF8.self))
        let socat = try Program([
            "/usr/bin/socat", "-d", "-d", "-u", "OPEN:\(path),ignoreeof", "TCP-LISTEN:0,bind=127.0.0.1",
        ])
        let announcement = await socat.errors.first { $0.contains("listening on") }
        let port = announcement.split(separator: ":").last.map(String.init) ?? ""

        let gateway = try await RunningGateway(["run", "tcp://127.0.0.1:\(port)"])
        await gateway.awaitState("fresh")

        #expect(try await Mbpoll.read(port: gateway.port, unit: 1, address: 100, type: "4:int") == [100: "668"])
        await gateway.stop()
        socat.terminate()
    }

    @Test("An Icelandic meter with hot water, through a map of the reader's own that names OBIS codes")
    func iceland() async throws {
        // Given a map file that is no part of the program
        let folder = try TemporaryFolder()
        _ = try folder.write(
            "hot-water.map",
            """
            title    Hot water for a PLC
            table    both
            0   i32   power in W
            2   u32   energy.import in Wh
            4   u16   voltage.l1 in 0.1 V
            5   u32   0-1:24.2.1 in 0.001 m3   -- volume
            7   u16   0-1:24.2.2 in 0.001 m3/h -- flow
            8   u16   0-1:24.2.3 in 0.1 degC   -- supply
            9   u16   0-1:24.2.4 in 0.1 degC   -- return
            10  f32   0-1:24.2.5               -- as sent
            12  f32   0-1:24.2.5 in m3         -- a unit that doesn't fit counts as not sent
            """
        )

        // When the meter speaks, without a checksum
        let gateway = try await RunningGateway(["run", "-", "--maps", folder.path, "--as", "hot-water"])
        try await gateway.feed(Fixture.iceland(), andAwait: "fresh")

        // Then its values stand where the map says
        let answer = try await Pymodbus.read(port: gateway.port, ["3/1/0/14"])
        #expect(
            answer == [
                .words([
                    0, 588, 0x1E, 0x56BC, 2325, 0x0005, 0x978B, 90, 748, 313,
                    Int(Float(19.078).bitPattern >> 16), Int(Float(19.078).bitPattern & 0xFFFF), 0x7FC0, 0,
                ])
            ]
        )
        await gateway.stop()
    }
}
