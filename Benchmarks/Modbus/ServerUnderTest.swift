// SPDX-License-Identifier: Apache-2.0

import Glibc
import Modbus
import Threads

/// The process that is measured: a ``ModbusServer`` whose only unit gets a new snapshot a thousand times a second.
enum ServerUnderTest {
    /// The unit that the load asks for.
    private static let unit: UInt8 = 1

    /// Serves `words` registers on a free port, which it prints, until it is killed.
    static func run(words: Int) async throws {
        var limits = ConnectionLimits()
        limits.connections = 10_000
        limits.connectionsPerAddress = 10_000
        let server = try ModbusServer(limits: limits)
        let listener = try server.listen(on: .tcp(ListenAddress(host: "127.0.0.1", port: 0)))
        let space = try AddressSpace(
            spans: [.holdingRegisters, .inputRegisters].reduce(into: [:]) {
                $0[$1] = [AddressSpan(start: 0, count: words, offset: 0)]
            },
            liveness: .init(repeating: .live, count: words),
            identity: DeviceIdentity(vendor: "Meterbridge", product: "benchmark", revision: "1")
        )
        server.publish(try snapshot(of: space, value: 0), unit: unit, on: listener)
        try DedicatedThread.start { publish(to: server, listener, space) }
        print(server.listeners.first?.listener.address?.port ?? 0)
        fflush(nil)
        try await server.run()
    }

    private static func publish(to server: ModbusServer, _ listener: ListenerID, _ space: AddressSpace) {
        nameThread()
        var next = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &next)
        var value: UInt16 = 0
        while true {
            next.tv_nsec += 1_000_000
            if next.tv_nsec >= 1_000_000_000 {
                next.tv_nsec -= 1_000_000_000
                next.tv_sec += 1
            }
            unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, nil)
            value &+= 1
            if let snapshot = try? snapshot(of: space, value: value) {
                server.publish(snapshot, unit: unit, on: listener)
            }
        }
    }

    /// An image whose words are all equal, so that an answer from two of them shows.
    private static func snapshot(of space: AddressSpace, value: UInt16) throws -> UnitSnapshot {
        try UnitSnapshot(
            space: space,
            words: .init(repeating: value, count: space.wordCount),
            stages: [Stage(begins: ContinuousClock.now, answer: .served)]
        )
    }

    /// By this name the benchmark tells the thread that makes snapshots from the one that serves them.
    private static func nameThread() {
        let name = Array("publisher".utf8)
        let file = unsafe open("/proc/thread-self/comm", O_WRONLY)
        if file < 0 { return }
        _ = unsafe write(file, name, name.count)
        close(file)
    }
}
