// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Testing

/// The master's end of a serial line: a pseudo-terminal, whose other end a server opens as its port.
///
/// What is written here comes at once, whatever the speed, so that silence is only what the test makes it.
final class SerialMaster: Sendable {
    let path: String
    private let descriptor: Int32
    /// Keeps the other end open, so that a server that closes it doesn't end the line.
    private let other: Int32
    /// A queue of its own has a thread of its own, so that waiting holds up no other test.
    private let queue = DispatchQueue(label: "serial master")

    init() throws {
        var (master, port): (Int32, Int32) = (-1, -1)
        // Not by ttyname(3): its one buffer is shared by all threads, and tests run side by side.
        var name = [CChar](repeating: 0, count: 128)
        var settings = termios()
        cfmakeraw(&settings)
        try #require(openpty(&master, &port, &name, &settings, nil) == 0)
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        (descriptor, other) = (master, port)
    }

    deinit {
        close(descriptor)
        close(other)
    }

    func send(_ bytes: [UInt8]) { #expect(write(descriptor, bytes, bytes.count) == bytes.count) }

    /// Sends a request and returns the protocol data unit of the answer, whose checksum must be right; nil if none comes.
    ///
    /// - Parameter echoes: whether the adapter hears what the server sends, and hands it back.
    func ask(
        _ request: [UInt8],
        unit: UInt8 = 1,
        within time: Duration = .seconds(10),
        echoes: Bool = false
    ) async -> [UInt8]? {
        send(rtuFrame(request, unit: unit))
        return await receive(unit: unit, within: time, echoes: echoes)
    }

    /// What comes until there is a whole frame of this unit; nil if none comes in this time.
    func receive(
        unit: UInt8 = 1,
        within time: Duration = .seconds(10),
        echoes: Bool = false
    ) async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                let end = ContinuousClock.now + time
                var answer: [UInt8] = []
                while ContinuousClock.now < end {
                    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    guard poll(&event, 1, 5) > 0, event.revents & Int16(POLLIN) != 0 else { continue }
                    var bytes = [UInt8](repeating: 0, count: 256)
                    let count = read(descriptor, &bytes, bytes.count)
                    if count > 0 { answer += bytes[..<count] }
                    let dataUnit = Array(answer.dropFirst().dropLast(2))
                    if answer.count >= 4, answer == rtuFrame(dataUnit, unit: unit) {
                        if echoes { send(answer) }
                        return continuation.resume(returning: dataUnit)
                    }
                }
                continuation.resume(returning: nil)
            }
        }
    }
}
