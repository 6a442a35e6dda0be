// SPDX-License-Identifier: Apache-2.0

import Inputs
import Metering
import Modbus
import Notation
import Registers
import Settings
import Telegrams
import Testing

@testable import Bridge

@Suite("Consumers of one map and the same settings are rendered for together")
struct ConsumerGroupTests {
    private static let lines = """
        set model = 1648
        table holding
        0 i32 power in W vital
        2 text[14] meter.serial
        9 u32 meter.number
        11 u16 model
        12 u16 consumer.unit
        """
    private let now = ContinuousClock.now

    @Test("Two units differ in who they say they are, and in nothing else")
    func identity() throws {
        var groups = try groups(try consumer(1), try consumer(2))
        #expect(groups.map { $0.members.map(\.unit) } == [[1, 2]])

        let (map, reading) = (try map(), try reading(watts: 123))
        let words = try words(&groups, reading)

        let (one, two) = (try #require(words[1]), try #require(words[2]))
        #expect(one[0..<2] == [0, 123])
        #expect(one[0..<2] == two[0..<2])
        #expect(one[2..<11] != two[2..<11])
        #expect(one[11] == 1648 && two[11] == 1648)
        #expect(one[12] == 1 && two[12] == 2)
        for (unit, words) in words {
            #expect(words == rendered(map, reading, unit: unit))
        }
    }

    @Test("A unit keeps who it is from telegram to telegram, and takes another meter's when that comes")
    func anotherMeter() throws {
        var groups = try groups(try consumer(1), try consumer(2))
        let first = try words(&groups, reading(watts: 123))
        let second = try words(&groups, reading(watts: 456))
        let other = try words(&groups, reading(watts: 456, serial: "4B32"))

        #expect(first[2]?[2..<11] == second[2]?[2..<11])
        #expect(second[2]?[0..<2] == [0, 456])
        #expect(other[2]?[2..<11] != second[2]?[2..<11])
        #expect(other[2]?[0..<2] == [0, 456])
    }

    @Test("Another setting, another policy, another word order or another map makes a group of its own")
    func apart() throws {
        var mirrored = try consumer(4)
        mirrored.map = mirrored.map.mirrored()
        let consumers = [
            try consumer(1),
            ConsumerConfiguration(meter: "house", map: try map(overrides: ["model": "1650"]), unit: 2),
            ConsumerConfiguration(meter: "house", map: try map("stale unavailable\n" + Self.lines), unit: 3), mirrored,
            ConsumerConfiguration(meter: "house", map: try map(Self.lines + "\n13 u16 tariff"), unit: 5),
            try consumer(6),
        ]
        let groups = try ConsumerGroup.groups(of: consumers.map { ($0, listener: ListenerID(number: 1)) })
        #expect(groups.map { $0.members.map(\.unit) } == [[1, 6], [2], [3], [4], [5]])
    }

    @Test("Where who a consumer is is mixed with what the meter measures, each has an image of its own")
    func mixed() throws {
        let lines =
            "table holding\n0 u32 if power > 0 then meter.number else 0\n2 text[14] if power > 0 then meter.serial else \"\""
        let map = try map(lines)
        let consumers = (1...3).map { ConsumerConfiguration(meter: "house", map: map, unit: $0) }
        var groups = try ConsumerGroup.groups(of: consumers.map { ($0, listener: ListenerID(number: 1)) })
        let reading = try reading(watts: 123)
        for (unit, words) in try words(&groups, reading) {
            #expect(words == rendered(map, reading, unit: unit))
        }
    }

    @Test("An object is found where it stands, whatever line comes before it from one telegram to the next")
    func layouts() throws {
        let map = try map(
            "table holding\n0 u32 1-0:1.7.0 in W\n2 u32 1-0:21.7.0 in W missing 7\n4 u32 1-0:32.7.0 in W missing 9"
        )
        var groups = try groups(ConsumerConfiguration(meter: "house", map: map, unit: 1))
        let short = try reading(watts: 123)
        let long = try reading(watts: 123, before: [("1-0:21.7.0", "00.100*kW"), ("1-0:32.7.0", "230.0*V")])
        #expect(try words(&groups, short)[1] == [0, 123, 0, 7, 0, 9])
        #expect(try words(&groups, long)[1] == [0, 123, 0, 100, 0, 9])
        #expect(try words(&groups, short)[1] == [0, 123, 0, 7, 0, 9])
    }

    @Test("Objects that a map names in a unit are multiplied for a consumer with a factor, others are as they are sent")
    func scaledObjects() throws {
        let map = try map(
            "table holding\n0 u32 power in W\n2 u32 1-0:1.7.0 in W\n4 f32 1-0:1.7.0\n6 u32 1-0:32.7.0 in 0.1 V"
        )
        var consumer = ConsumerConfiguration(meter: "house", map: map, unit: 1)
        consumer.adjustment.scale = Decimal(40)
        var groups = try groups(consumer)
        let told = try reading(watts: 123, before: [("1-0:32.7.0", "230.0*V")]).adjusted(by: consumer.adjustment)

        #expect(groups[0].adjustment == consumer.adjustment)
        #expect(try words(&groups, told)[1] == [0, 4920, 0, 4920, 0x3DFB, 0xE76D, 0, 2300])
    }

    @Test("Consumers with another adjustment are a group of their own")
    func adjustments() throws {
        var consumers = [try consumer(1), try consumer(2), try consumer(3), try consumer(4)]
        consumers[1].adjustment.offset = Decimal(50)
        consumers[3].adjustment.offset = Decimal(50)
        let groups = try ConsumerGroup.groups(of: consumers.map { ($0, listener: ListenerID(number: 0)) })
        #expect(groups.map { $0.members.map(\.unit) } == [[1, 3], [2, 4]])
    }

    @Test("A reading that lacks what the map can't do without is told to none of them")
    func vital() throws {
        let groups = try groups(try consumer(1), try consumer(2))
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        writer.append("1-0:32.7.0", "230.0*V")
        let reading = try read(writer)
        #expect(groups.map { $0.missingVital(in: reading) } == [.power])
    }

    @Test("The same unit on several listeners is one member")
    func listeners() throws {
        let (first, second) = (ListenerID(number: 1), ListenerID(number: 2))
        let consumers = [
            (try consumer(1), listener: first), (try consumer(2), listener: first), (try consumer(1), listener: second),
        ]
        let groups = try ConsumerGroup.groups(of: consumers)
        #expect(groups.map { $0.members.map(\.listeners) } == [[[first, second], [first]]])
    }

    private func groups(_ consumers: ConsumerConfiguration...) throws -> [ConsumerGroup] {
        try ConsumerGroup.groups(of: consumers.map { ($0, listener: ListenerID(number: 1)) })
    }

    private func map(_ lines: String = lines, overrides: [String: String] = [:]) throws -> RegisterMap {
        let source = SourceText(name: "test.map", text: lines)
        return try RegisterMapParser.parse(source, name: "test", overrides: overrides) { _ in nil }
    }

    private func consumer(_ unit: UInt8) throws -> ConsumerConfiguration {
        ConsumerConfiguration(meter: "house", map: try map(), unit: unit)
    }

    private func rendered(_ map: RegisterMap, _ reading: Reading, unit: UInt8) -> [UInt16] {
        let identity = MeterIdentity(reading: reading, fallback: "house", salt: "test:\(unit)", unit: unit)
        return ImageRenderer(map).image(of: reading, identity: identity, status: StatusValues()).words
    }

    /// The words that each unit is served after a reading.
    private func words(_ groups: inout [ConsumerGroup], _ reading: Reading) throws -> [UInt8: [UInt16]] {
        var words: [UInt8: [UInt16]] = [:]
        for index in groups.indices {
            _ = try groups[index].take(
                reading,
                MeterDescription(reading),
                arrival: now,
                validity: .waiting,
                { _, _ in StatusValues() },
                publish: { words[$1.unit] = $0.words }
            )
        }
        return words
    }

    private func reading(watts: Int, serial: String = "4B31", before: [(String, String)] = []) throws -> Reading {
        var writer = TelegramWriter(identification: #"ISK5\2M550T-1012"#)
        writer.append("0-0:96.1.1", serial)
        for (code, value) in before { writer.append(code, value) }
        writer.append("1-0:1.7.0", "00.\(watts)*kW")
        writer.append("1-0:2.7.0", "00.000*kW")
        return try read(writer)
    }

    private func read(_ writer: TelegramWriter) throws -> Reading {
        var found: Telegram?
        var decoder = TelegramDecoder()
        decoder.decode(writer.telegram()) { outcome in
            if case .telegram(let telegram) = outcome { found = telegram }
        }
        return Reading(try #require(found))
    }
}
