// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Inputs

@Suite("Recordings and standard input", .timeLimit(.minutes(1)))
struct RecordingInputTests {
    private let folder: TemporaryFolder
    private let time = ManualTime()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func recording(_ path: String, every: Duration? = nil) -> RunningInput {
        RunningInput(RecordingInput(path: path, every: every, timekeeper: time.timekeeper()))
    }

    @Test("A recording is played once, whole, and ends")
    func once() async throws {
        let content = String(repeating: "0123456789abcdef", count: 1000)
        let path = try folder.file("once.txt", content)
        var input = recording(path)
        #expect(await input.next() == .connected("recording \(path)"))
        #expect(await input.bytes(content.utf8.count) == Array(content.utf8))
        #expect(await input.next() == .ended)
        #expect(await input.next() == nil)
    }

    @Test("An empty recording that is played once just ends")
    func emptyOnce() async throws {
        let path = try folder.file("empty.txt", "")
        var input = recording(path)
        #expect(await input.next() == .connected("recording \(path)"))
        #expect(await input.next() == .ended)
    }

    @Test("A repeated recording delivers one telegram at once and then one each period, without drift")
    func repeated() async throws {
        let path = try folder.file("two.txt", "/A\r\n!\r\n/B\r\n!\r\n")
        let start = time.now
        var input = recording(path, every: .seconds(1))
        #expect(await input.next() == .connected("recording \(path)"))

        #expect(await time.nextSleep() == .zero)
        time.wake()
        #expect(await input.next() == .bytes(Array("/A\r\n!\r\n".utf8), arrival: start))

        #expect(await time.nextSleep() == .seconds(1))
        time.wake()
        #expect(await input.next() == .bytes(Array("/B\r\n!\r\n".utf8), arrival: start + .seconds(1)))

        #expect(await time.nextSleep() == .seconds(1))
        // Late by 300 ms: the next one makes up for it.
        time.advance(by: .milliseconds(1300))
        time.wake()
        #expect(await input.next()?.text == "/A\r\n!\r\n")
        #expect(await time.nextSleep() == .milliseconds(700))

        #expect(await input.cancel() == [])
    }

    @Test("A recording that isn't there, or can't be repeated, is a fault and the end")
    func faults() async throws {
        var missing = recording("\(folder.path)/missing.txt")
        #expect(await missing.next() == .disconnected(.recordingMissing(path: "\(folder.path)/missing.txt")))
        #expect(await missing.next() == .ended)

        let path = try folder.file("empty.txt", "")
        var empty = recording(path, every: .seconds(1))
        #expect(await empty.next() == .disconnected(.emptyRecording(path: path)))
        #expect(await empty.next() == .ended)

        var directory = recording(folder.path)
        #expect(await directory.next() == .connected("recording \(folder.path)"))
        let fault = InputFault.failed(source: folder.path, operation: "read", reason: "Is a directory")
        #expect(await directory.next() == .disconnected(fault))
        #expect(await directory.next() == .ended)
    }

    @Test("A named pipe that nobody writes to doesn't hold up cancellation")
    func namedPipe() async throws {
        let path = "\(folder.path)/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        var input = recording(path)
        #expect(await input.next() == .connected("recording \(path)"))
        #expect(await input.cancel() == [])
    }

    @Test("Standard input delivers each piece as it is written, and ends with the pipe")
    func pipeAsStandardInput() async throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        var input = RunningInput(StandardInput(descriptor: ends[0], timekeeper: time.timekeeper()))
        #expect(await input.next() == .connected("standard input"))
        for piece in ["/A\r\n", "!\r\n"] {
            #expect(write(ends[1], piece, piece.utf8.count) == piece.utf8.count)
            #expect(await input.next() == .bytes(Array(piece.utf8), arrival: time.now))
        }
        close(ends[1])
        #expect(await input.next() == .ended)
        #expect(fcntl(ends[0], F_GETFL) & O_NONBLOCK == 0, "the flags of standard input are not ours to change")
    }

    @Test("Standard input may be a regular file")
    func fileAsStandardInput() async throws {
        let descriptor = open(try folder.file("a.txt", "/A\r\n!\r\n"), O_RDONLY)
        defer { close(descriptor) }
        var input = RunningInput(StandardInput(descriptor: descriptor, timekeeper: time.timekeeper()))
        #expect(await input.next() == .connected("standard input"))
        #expect(await input.next()?.text == "/A\r\n!\r\n")
        #expect(await input.next() == .ended)
    }

    @Test("Standard input may be a terminal, where Control-D ends it")
    func terminalAsStandardInput() async throws {
        let terminal = try PseudoTerminal()
        let descriptor = open(terminal.path, O_RDWR | O_NOCTTY)
        defer { close(descriptor) }
        var input = RunningInput(StandardInput(descriptor: descriptor, timekeeper: time.timekeeper()))
        #expect(await input.next() == .connected("standard input"))
        terminal.send(Array("/A\n".utf8))
        #expect(await input.next()?.text == "/A\n")
        terminal.send([0x04])
        #expect(await input.next() == .ended)
    }

    @Test("Waiting for standard input ends at once on cancellation")
    func cancelledStandardInput() async throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        var input = RunningInput(StandardInput(descriptor: ends[0], timekeeper: time.timekeeper()))
        #expect(await input.next() == .connected("standard input"))
        #expect(await input.cancel() == [])
    }

    @Test("A closed standard input is a fault and the end")
    func closedStandardInput() async throws {
        var input = RunningInput(StandardInput(descriptor: 1 << 20, timekeeper: time.timekeeper()))
        #expect(await input.next() == .connected("standard input"))
        let fault = InputFault.failed(source: "Standard input", operation: "read", reason: "Bad file descriptor")
        #expect(await input.next() == .disconnected(fault))
        #expect(await input.next() == .ended)
    }

    @Test("The simulator sends the telegram of the wall clock, then of each second, at its speed")
    func simulator() async throws {
        let began: Int64 = 1_784_118_600
        let meter = SimulatedMeter(house: SimulatedHouse(seed: 3))
        var input = RunningInput(SimulatorInput(seed: 3, speed: 10, timekeeper: time.timekeeper(wallTime: began)))
        #expect(await input.next() == .connected("simulated house (seed 3)"))
        #expect(await time.nextSleep() == .zero)
        time.wake()
        #expect(await input.next() == .bytes(meter.telegram(at: began), arrival: time.now))
        #expect(await time.nextSleep() == .milliseconds(100))
        time.wake()
        #expect(await input.next() == .bytes(meter.telegram(at: began + 1), arrival: time.now))
        #expect(await input.cancel() == [])
    }
}
