// SPDX-License-Identifier: Apache-2.0

import Foundation
import Metering
import Notation
import State
import Synchronization
import Telegrams
import Testing

@Suite("State is kept by a thread of its own", .timeLimit(.minutes(1)))
struct StateStoreTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What the store told, to be awaited.
    private final class Events: Sendable {
        let stream: AsyncStream<StateEvent>
        private let continuation: AsyncStream<StateEvent>.Continuation

        init() { (stream, continuation) = AsyncStream.makeStream(of: StateEvent.self) }

        func take(_ event: StateEvent) { continuation.yield(event) }
    }

    private func state(_ kilowattHours: Int64) -> MeterState {
        MeterState(
            id: "1",
            counters: CounterRecords(counters: [CounterRecord(.energyImport, Telegrams.Decimal(kilowattHours))])
        )
    }

    @Test("What was saved before the end is there at the next beginning")
    func saved() async throws {
        do {
            let file = try StateFile(meter: "house", folder: folder.path)
            let (store, states) = try StateStore.open(file) { _ in }
            #expect(states.isEmpty)
            for number in 1...50 { store.save([state(Int64(number))]) }
            await store.close()
            #expect(store.progress.written == 50 && !store.progress.isFailing)
        }
        let other = try StateFile(meter: "other", folder: folder.path)
        try other.replace(with: try text("house"))
        let (store, states) = try StateStore.open(other) { _ in }
        #expect(states == [state(50)])
        await store.close()
    }

    @Test("A disk that can't be written is told once, and tried again")
    func failing() async throws {
        // Given a disk that refuses the first three attempts
        let attempts = Mutex(0)
        let file = try StateFile(meter: "house", folder: folder.path) { step throws(StateFault) in
            guard step == .flush else { return }
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            if attempt <= 3 {
                throw .failed(path: "house.state", operation: "fsync", reason: "No space left on device")
            }
        }
        let events = Events()
        let (store, _) = try StateStore.open(file, retryInterval: .milliseconds(5)) { events.take($0) }

        // When something is saved
        let number = store.save([state(7)])

        // Then it is told that it failed, and next that it succeeded
        var told: [String] = []
        for await event in events.stream {
            switch event {
            case .kept: told.append("kept")
            case .unwritable(let fault):
                told.append("unwritable")
                #expect(fault.description.contains("No space left on device"))
            case .written: told.append("written")
            default: told.append("\(event)")
            }
            if told.last == "written" { break }
        }
        #expect(told == ["kept", "unwritable", "written"])
        #expect(store.progress.written == number && !store.progress.isFailing)
        await store.close()
        #expect(try text("house").contains("counter energy.import 7\n"))
    }

    @Test("A damaged file is set aside, with every fault at its place, and nothing is remembered")
    func damaged() async throws {
        try folder.write("house.state", "version 1\nmeter \"1\"\ncounter energy.import 12x45\n")
        let events = Events()
        let file = try StateFile(meter: "house", folder: folder.path)

        let (store, states) = try StateStore.open(file) { events.take($0) }

        #expect(states.isEmpty)
        #expect(folder.names == ["house.lock", "house.state.damaged-1"])
        for await event in events.stream {
            guard case .damaged(let faults, let path) = event else { continue }
            #expect(faults.description.contains("house.state:3:23: error: '12x45' is no value of a counter"))
            #expect(faults.description.contains("'end' is missing"))
            #expect(path == "\(folder.path)/house.state.damaged-1")
            break
        }
        await store.close()
    }

    private func text(_ meter: String) throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(meter).state", encoding: .utf8)
    }
}
