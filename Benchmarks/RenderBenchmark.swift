// SPDX-License-Identifier: Apache-2.0

import Bridge
import Inputs
import Metering
import Modbus
import Registers
import Settings
import Telegrams

/// One reading to one register image, and to the snapshots of as many consumers as there are unit identifiers.
enum RenderBenchmark {
    static func run() throws -> [any CustomStringConvertible] {
        let readings = readings
        guard !readings.isEmpty else { throw DecodeBenchmark.NothingDecoded() }
        var library = MapLibrary.builtIn
        if let option = CommandLine.arguments.firstIndex(of: "--maps"), option + 1 < CommandLine.arguments.count {
            try library.addFolder(CommandLine.arguments[option + 1])
        }
        var rows: [any CustomStringConvertible] = [try adjustment(readings)]
        for name in library.names {
            let map = try library.map(name)
            rows += [image(map, readings), try consumers(map, readings)]
        }
        return rows
    }

    /// A meter that speaks to us as its lines do for weeks on end: only the digits change.
    private static var readings: [Reading] {
        var readings: [Reading] = []
        var decoder = TelegramDecoder()
        var reader = TelegramReader()
        for telegram in DecodeBenchmark.telegrams {
            decoder.decode(telegram) { outcome in
                if case .telegram(let telegram) = outcome { readings.append(reader.reading(of: telegram)) }
            }
        }
        return readings
    }

    /// What a group of consumers costs more whose reading is adjusted in every way.
    private static func adjustment(_ readings: [Reading]) throws -> Figure {
        var options = AdjustmentOptions()
        for option in ["offset=50W", "scale=40", "phases=l2-l3-l1"] { _ = try options.take(option) }
        let adjustment = options.adjustment
        var sink: Int64 = 0
        return Figure.measure("a reading adjusted in every way", times: 20_000) { times in
            for index in 0..<times {
                sink &+= readings[index % readings.count].adjusted(by: adjustment)[.power]?.mantissa ?? 0
            }
        }
    }

    private static func image(_ map: RegisterMap, _ readings: [Reading]) -> Figure {
        let renderer = ImageRenderer(map)
        let identity = MeterIdentity(reading: readings[0], fallback: "meter", salt: map.name, unit: 1)
        let ground = renderer.ground(identity)
        var places = renderer.objectPlaces(in: readings[0])
        var sink = 0
        return Figure.measure("\(map.name), \(map.registers.count) registers", times: 20_000) { times in
            for index in 0..<times {
                let reading = readings[index % readings.count]
                if !places.hold(for: reading) { places = renderer.objectPlaces(in: reading) }
                sink &+=
                    renderer.image(of: reading, places, on: ground, identity: identity, status: StatusValues())
                    .words.count
            }
        }
    }

    /// A reading to the snapshots of all its units, what the meter says of itself included.
    private static func consumers(_ map: RegisterMap, _ readings: [Reading]) throws -> Figure {
        let units = UInt8(1)...247
        let consumers = units.map { ConsumerConfiguration(meter: "meter", map: map, unit: $0) }
        var groups = try ConsumerGroup.groups(of: consumers.map { ($0, listener: ListenerID(number: 0)) })
        let now = ContinuousClock.now
        var freshness = Freshness()
        freshness.telegramArrived(at: now)
        var sink = 0
        return Figure.measure("    for \(units.count) consumers", times: 200) { times in
            for index in 0..<times {
                let reading = readings[index % readings.count]
                let description = MeterDescription(reading)
                for group in groups.indices {
                    _ = try? groups[group].take(
                        reading,
                        description,
                        arrival: now,
                        validity: freshness.validity,
                        { _, _ in StatusValues() },
                        publish: { snapshot, _ in sink &+= snapshot.words.count }
                    )
                }
            }
        }
    }
}
