// SPDX-License-Identifier: Apache-2.0

import Modbus
import Testing

@Suite("Answers on the wire", .timeLimit(.minutes(1)))
struct ServerReplyTests {
    @Test("Registers come back big-endian, with the header of the request")
    func registers() async throws {
        try await RunningServer.with([1: .varied()]) { running in
            let client = try running.client()
            try await client.send(frame(read(3, 8, 3), unit: 1, transaction: 0xEE01))
            let words = bytes(1008) + bytes(1009) + bytes(1010)
            #expect(try await client.receive() == [0xEE, 0x01, 0, 0, 0, 9, 1, 3, 6] + words)
            #expect(try await client.ask(read(4, 2, 1)) == [4, 2] + bytes(1002))
            #expect(try await client.ask(read(3, 5, 1)) == [3, 2] + bytes(1030), "a lone register")
            #expect(try await client.ask(read(3, 4, 2)) == [3, 4] + bytes(1004) + bytes(1005))
        }
    }

    @Test("125 registers up to address 65535 come back")
    func largestRead() async throws {
        try await RunningServer.with([1: .varied()]) { running in
            let answer = try await running.client().ask(read(3, 65411, 125))
            #expect(answer == [3, 250] + (1100..<1225).flatMap { bytes(UInt16($0)) })
        }
    }

    @Test("Bits come back packed, the first one lowest")
    func bits() async throws {
        try await RunningServer.with([1: .varied()]) { running in
            let client = try running.client()
            #expect(try await client.ask(read(1, 0, 20)) == [1, 3, 0xAA, 0xAA, 0x0A])
            #expect(try await client.ask(read(1, 1, 3)) == [1, 1, 0b101])
            let all = try await client.ask(read(2, 0, 2000))
            #expect(all == [2, 250] + [UInt8](repeating: 0xAA, count: 250))
        }
    }

    @Test(
        "Exceptions carry the function's code with its top bit",
        arguments: [
            (read(3, 0, 0), [0x83, 3]), (read(3, 0, 126), [0x83, 3]), (read(3, 22, 1), [0x83, 2]), ([0], [0x80, 1]),
            ([7], [0x87, 1]), ([8, 0, 0, 1, 2], [0x88, 1]), (read(5, 0, 0xFF00), [0x85, 1]), ([15], [0x8F, 1]),
            ([22, 0, 0, 0, 0, 0, 0], [0x96, 1]), ([23], [0x97, 1]), ([43, 13, 0, 0], [0xAB, 1]), ([3], [0x83, 3]),
            ([0x80], [0x80, 1]), (read(0x83, 0, 1), [0x83, 1]), ([0xFF], [0xFF, 1]), ([6, 0, 0, 0, 1], [0x86, 2]),
            ([6, 0xA0, 0, 0, 1], [0x86, 3]), ([43, 14, 4, 9], [0xAB, 2]),
        ] as [([UInt8], [UInt8])]
    )
    func exceptions(request: [UInt8], expected: [UInt8]) async throws {
        try await RunningServer.with([1: .varied()]) { running in
            let client = try running.client()
            try await client.send(frame(request, transaction: 0xABCD))
            #expect(try await client.receive() == [0xAB, 0xCD, 0, 0, 0, 3, 1] + expected)
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2] + bytes(1000), "the stream is still in step")
        }
    }

    @Test("Every exception code can be a fail-safe", arguments: ModbusException.allCases)
    func failSafeExceptions(exception: ModbusException) async throws {
        try await RunningServer.with([1: .varied(.exception(exception))]) { running in
            let client = try running.client()
            #expect(try await client.ask(read(3, 0, 1)) == [0x83, exception.rawValue])
        }
    }

    @Test("An unknown unit gets exception 11; ids 0 and 255 reach the only unit and come back")
    func unitIds() async throws {
        try await RunningServer.with([7: .plain(42)]) { running in
            let client = try running.client()
            #expect(try await client.ask(read(3, 0, 1), unit: 8) == [0x83, 11])
            for unit in [0, 7, 255] as [UInt8] {
                try await client.send(frame(read(3, 0, 1), unit: unit))
                #expect(try await client.receive().dropFirst(6) == [unit, 3, 2, 0, 42])
            }
            running.publish(try .plain(43), unit: 8)
            #expect(try await client.ask(read(3, 0, 1), unit: 8) == [3, 2, 0, 43])
            #expect(try await client.ask(read(3, 0, 1), unit: 255) == [0x83, 11])
            running.withdraw(unit: 8)
            #expect(try await client.ask(read(3, 0, 1), unit: 8) == [0x83, 11])
            #expect(try await client.ask(read(3, 0, 1), unit: 255) == [3, 2, 0, 42])
        }
    }

    @Test("Accepted writes are echoed and change nothing")
    func acceptedWrites() async throws {
        try await RunningServer.with([1: .varied()]) { running in
            let client = try running.client()
            try await client.send(frame([6, 0xA0, 0, 0, 7], transaction: 9))
            #expect(try await client.receive() == [0, 9, 0, 0, 0, 6, 1, 6, 0xA0, 0, 0, 7])
            #expect(try await client.ask([16, 0xA0, 0, 0, 2, 4, 0, 7, 0, 1]) == [16, 0xA0, 0, 0, 2])
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2] + bytes(1000))
        }
    }

    @Test("Identification is answered")
    func identification() async throws {
        try await RunningServer.with([1: .plain()]) { running in
            let client = try running.client()
            let text = "Carlo Gavazzi EM24DINAV23XE1X 1.8.3"
            #expect(try await client.ask([17]) == [17, UInt8(text.utf8.count + 1)] + Array(text.utf8) + [0xFF])
            let revision: [UInt8] = Array("1.8.3".utf8)
            #expect(try await client.ask([43, 14, 4, 2]) == [43, 14, 4, 0x81, 0, 0, 1, 2, 5] + revision)
        }
    }

    @Test("Volatile words are computed for each answer, from the offset of the read, into a copy")
    func volatileWords() async throws {
        let space = try AddressSpace.varied()
        let snapshot = try UnitSnapshot(
            space: space,
            words: space.telltaleWords,
            stages: [Stage(begins: start, answer: .silence(closesConnection: true))]
        ) { now, firstOffset, words in
            let seconds = UInt16((now - start).components.seconds)
            for index in words.indices where (20...21).contains(firstOffset + index) {
                words[index] = seconds + UInt16(firstOffset + index)
            }
        }
        try await RunningServer.with([1: snapshot]) { running in
            let client = try running.client()
            #expect(try await client.ask(read(3, 19, 3)) == [3, 6] + bytes(1019) + bytes(20) + bytes(21))
            running.clock.advance(by: .seconds(5))
            #expect(try await client.ask(read(3, 21, 1)) == [3, 2] + bytes(26))
            #expect(try await client.ask(read(3, 19, 3)) == [3, 6] + bytes(1019) + bytes(25) + bytes(26))
            #expect(try await client.ask(read(3, 19, 1)) == [3, 2] + bytes(1019))
        }
    }

    @Test("Each answer comes from one snapshot, however fast they change")
    func tornReads() async throws {
        try await RunningServer.with([1: .plain(0)]) { running in
            let publisher = Task.detached {
                var word: UInt16 = 0
                while !Task.isCancelled {
                    word &+= 1
                    running.publish(try .plain(word), unit: 1)
                }
            }
            let client = try running.client()
            var seen: Set<[UInt8]> = []
            for _ in 0..<2000 {
                let words = try await client.ask(read(3, 0, 125)).dropFirst(2)
                let first = Array(words.prefix(2))
                #expect(stride(from: 0, to: 250, by: 2).allSatisfy { Array(words.dropFirst($0).prefix(2)) == first })
                seen.insert(first)
            }
            publisher.cancel()
            _ = await publisher.result
            #expect(seen.count > 10, "snapshots did change")
        }
    }

    @Test("IPv6 clients are served", arguments: ["::", "::1"])
    func overIPv6(host: String) async throws {
        try await RunningServer.with([1: .plain(5)], on: .tcp(ListenAddress(host: host, port: 0))) { running in
            let client = try ModbusClient(port: running.port, overIPv6: true)
            #expect(try await client.ask(read(3, 0, 1)) == [3, 2, 0, 5])
        }
    }
}
