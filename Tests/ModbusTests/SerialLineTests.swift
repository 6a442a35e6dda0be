// SPDX-License-Identifier: Apache-2.0

import Glibc
import Modbus
import Testing

@Suite("RTU on a serial line", .timeLimit(.minutes(1)))
struct SerialLineTests {
    /// Long enough for an answer that should not come: several times what one takes.
    private static let silence = Duration.milliseconds(150)

    private func with(
        _ units: [UInt8: UnitSnapshot],
        speed: Int = 115200,
        _ body: (RunningServer, SerialMaster) async throws -> Void
    ) async throws {
        let master = try SerialMaster()
        try await RunningServer.with(units, on: .serial(SerialLine(path: master.path, speed: speed))) { running in
            try await body(running, master)
        }
    }

    @Test("Several units on one line answer reads, exceptions, writes and identification", arguments: [9600, 115200])
    func answers(speed: Int) async throws {
        try await with([1: .varied(), 2: .plain(42)], speed: speed) { _, master in
            let text = "Carlo Gavazzi EM24DINAV23XE1X 1.8.3"
            #expect(await master.ask(read(3, 8, 2)) == [3, 4] + bytes(1008) + bytes(1009))
            #expect(await master.ask(read(3, 0, 125), unit: 2) == [3, 250] + (0..<125).flatMap { _ in bytes(42) })
            #expect(await master.ask(read(1, 0, 24)) == [0x81, 2])
            #expect(await master.ask(read(3, 0, 0)) == [0x83, 3])
            #expect(await master.ask([99], unit: 2) == [0xE3, 1])
            #expect(await master.ask([6, 0xA0, 0, 0, 7]) == [6, 0xA0, 0, 0, 7])
            #expect(await master.ask([17]) == [17, UInt8(text.utf8.count + 1)] + Array(text.utf8) + [0xFF])
            #expect(await master.ask([43, 14, 4, 2]) == [43, 14, 4, 0x81, 0, 0, 1, 2, 5] + Array("1.8.3".utf8))
        }
    }

    @Test("Nobody answers for other units, for all units, or to what is damaged")
    func silent() async throws {
        try await with([1: .plain(42)]) { running, master in
            for frame in [
                rtuFrame(read(3, 0, 1), unit: 2), rtuFrame(read(3, 0, 1), unit: 0), rtuFrame([6, 0, 0, 0, 1], unit: 0),
                damaged(rtuFrame(read(3, 0, 1))), rtuFrame([0x83, 2]), Array(rtuFrame(read(3, 0, 1)).dropLast()),
            ] {
                master.send(frame)
                #expect(await master.receive(within: Self.silence) == nil)
            }
            #expect(await master.ask(read(3, 0, 1)) == [3, 2, 0, 42])
            _ = await master.ask(read(3, 0, 1))
            #expect(running.server.statistics.foreignRequests == 3)
            #expect(running.server.statistics.requests >= 1)
        }
    }

    @Test("The exchanges of others on the bus do no harm")
    func sharedBus() async throws {
        try await with([1: .plain(42)]) { _, master in
            for (request, answer) in [
                (read(3, 0, 10), [3, 20] + [UInt8](repeating: 1, count: 20)),
                (read(3, 0, 4), [3, 8] + rtuFrame(read(3, 0, 2))),
                (read(3, 0, 1), [0x83, 2]), (read(6, 1, 2), read(6, 1, 2)),
            ] {
                master.send(rtuFrame(request, unit: 5) + rtuFrame(answer, unit: 5))
                #expect(await master.receive(within: Self.silence) == nil)
                #expect(await master.ask(read(3, 0, 1)) == [3, 2, 0, 42])
            }
        }
    }

    @Test("A request that comes in pieces, or with a stray byte around it, is answered")
    func pieces() async throws {
        try await with([1: .plain(42)], speed: 1200) { _, master in
            for byte in rtuFrame(read(3, 0, 1)) { master.send([byte]) }
            #expect(await master.receive() == [3, 2, 0, 42])
            master.send([0xFF] + rtuFrame(read(3, 0, 1)) + [0x00])
            #expect(await master.receive() == [3, 2, 0, 42])
        }
    }

    @Test("A master that has gone on gets the answer to its last request only")
    func lastRequest() async throws {
        try await with([1: .plain(42), 2: .plain(43)]) { _, master in
            master.send(rtuFrame(read(3, 0, 1), unit: 1) + rtuFrame(read(3, 0, 1), unit: 2))
            #expect(await master.receive(unit: 2) == [3, 2, 0, 43])
            master.send(rtuFrame(read(3, 0, 1), unit: 1) + rtuFrame(read(3, 0, 1), unit: 9))
            #expect(await master.receive(within: Self.silence) == nil)
        }
    }

    @Test("The answer waits for 3.5 characters of silence", arguments: [1200, 9600, 115200])
    func gap(speed: Int) async throws {
        try await with([1: .plain(42)], speed: speed) { _, master in
            for _ in 0..<5 {
                let asked = ContinuousClock.now
                #expect(await master.ask(read(3, 0, 1)) == [3, 2, 0, 42])
                #expect(ContinuousClock.now - asked >= SerialLine(path: "", speed: speed).frameGap)
            }
        }
    }

    @Test("Gaps are 3.5 characters, and 1.75 ms above 19200 bit/s")
    func gapLengths() {
        #expect(SerialLine(path: "", speed: 9600).frameGap == .nanoseconds(3_645_831))
        #expect(SerialLine(path: "", speed: 19200, parity: .even).frameGap == .nanoseconds(2_005_206))
        #expect(SerialLine(path: "", speed: 38400).frameGap == .microseconds(1750))
        #expect(SerialLine(path: "", speed: 115200).frameGap == .microseconds(1750))
    }

    @Test("The fail-safe is that of the moment of answering, and silence is silence")
    func failSafe() async throws {
        let stages = [
            Stage(begins: start, answer: .served),
            Stage(begins: start + .seconds(5), answer: .exception(.serverDeviceFailure)),
            Stage(begins: start + .seconds(10), answer: .silence(closesConnection: true)),
        ]
        try await with([1: .plain(42, stages: stages), 2: .plain(43)]) { running, master in
            #expect(await master.ask(read(3, 0, 1)) == [3, 2, 0, 42])
            running.clock.advance(by: .seconds(5))
            #expect(await master.ask(read(3, 0, 1)) == [0x83, 4])
            running.clock.advance(by: .seconds(5))
            #expect(await master.ask(read(3, 0, 1), within: Self.silence) == nil)
            #expect(await master.ask(read(3, 0, 1), unit: 2) == [3, 2, 0, 43])
            running.publish(try .plain(44), unit: 1)
            #expect(await master.ask(read(3, 0, 1)) == [3, 2, 0, 44])
            running.withdraw(unit: 1)
            #expect(await master.ask(read(3, 0, 1), within: Self.silence) == nil)
            _ = await master.ask(read(3, 0, 1), unit: 2)
            #expect(running.server.statistics.silences == 1)
        }
    }

    @Test("A paced unit answers with the next snapshot, and not at all if its master has gone on")
    func paced() async throws {
        let pacing = Pacing.paced(atMost: .seconds(20))
        try await with([1: .plain(1, pacing: pacing), 2: .plain(9)]) { running, master in
            master.send(rtuFrame(read(3, 0, 1), unit: 1))
            await running.waitingAnswers(1)
            running.publish(try .plain(2, pacing: pacing), unit: 1)
            #expect(await master.receive(within: .seconds(5)) == [3, 2, 0, 2])

            // The same block again waits; a request for another unit takes its place.
            master.send(rtuFrame(read(3, 0, 1), unit: 1))
            await running.waitingAnswers(1)
            #expect(await master.ask(read(3, 0, 1), unit: 2) == [3, 2, 0, 9])
            running.publish(try .plain(3, pacing: pacing), unit: 1)
            #expect(await master.receive(within: Self.silence) == nil)

            // And at the deadline the last value is told.
            master.send(rtuFrame(read(3, 0, 1), unit: 1))
            await running.waitingAnswers(1)
            running.clock.advance(by: .seconds(20))
            #expect(await master.receive(within: .seconds(5)) == [3, 2, 0, 3])
        }
    }

    @Test("An adapter that hears its own answer to a write doesn't make the unit answer for ever")
    func echo() async throws {
        // At a speed at which an echo may come for half a second.
        try await with([1: .varied()], speed: 300) { _, master in
            let write: [UInt8] = [6, 0xA0, 0, 0, 7]
            #expect(await master.ask(write, echoes: true) == write)
            #expect(await master.receive(within: .milliseconds(500)) == nil)
            #expect(await master.ask(write) == write)
            #expect(await master.ask(read(3, 0, 1), echoes: true) == [3, 2] + bytes(1000))
            #expect(await master.receive(within: .milliseconds(500)) == nil)
        }
    }

    @Test(
        "RTS that turns an adapter doesn't change what is answered",
        arguments: [SerialLine.Direction.rtsUp, .rtsDown]
    )
    func turnedByRTS(direction: SerialLine.Direction) async throws {
        let master = try SerialMaster()
        let line = SerialLine(path: master.path, direction: direction)
        try await RunningServer.with([1: .varied()], on: .serial(line)) { _ in
            #expect(await master.ask(read(3, 0, 1)) == [3, 2] + bytes(1000))
            #expect(await master.ask([16, 0xA0, 0, 0, 1, 2, 0, 7]) == [16, 0xA0, 0, 0, 1])
        }
    }

    @Test("A line and a TCP listener serve units of their own side by side")
    func besideTCP() async throws {
        let master = try SerialMaster()
        let server = try ModbusServer(listeningOn: [
            .serial(SerialLine(path: master.path)), .tcp(ListenAddress(host: "127.0.0.1", port: 0)),
        ])
        server.publish(try .plain(1), unit: 1, on: server.listeners[0].id)
        server.publish(try .plain(2), unit: 1, on: server.listeners[1].id)
        let run = Task { try await server.run() }
        #expect(await master.ask(read(3, 0, 1)) == [3, 2, 0, 1])
        let client = try ModbusClient(port: server.listeners[1].listener.address?.port ?? 0)
        #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 2])
        server.stop()
        try await run.value
        // The port is free again.
        _ = try ModbusServer(listeningOn: [.serial(SerialLine(path: master.path))])
    }

    @Test("A port that is missing, no port, in use or without RS-485 is refused with what to do")
    func refused() throws {
        let master = try SerialMaster()
        func fault(_ line: SerialLine) -> SerialLineFault? {
            do throws(ServerError) {
                _ = try ModbusServer(listeningOn: [.serial(line)])
                return nil
            } catch {
                guard case .cannotServe(line, let fault) = error else { return nil }
                #expect(error.description == "Cannot listen on \(line): \(fault)")
                return fault
            }
        }
        #expect(fault(SerialLine(path: "/dev/no-such-port")) == .missing(path: "/dev/no-such-port"))
        #expect(fault(SerialLine(path: "/dev/null")) == .notASerialPort(path: "/dev/null"))
        let turned = SerialLine(path: master.path, direction: .driver)
        #expect(fault(turned) == .noDirectionControl(turned))
        let served = try ModbusServer(listeningOn: [.serial(SerialLine(path: master.path))])
        #expect(fault(SerialLine(path: master.path)) == .inUse(path: master.path))
        served.stop()
    }
}
