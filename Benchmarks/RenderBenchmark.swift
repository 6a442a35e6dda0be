// SPDX-License-Identifier: Apache-2.0

import Bridge
import Metering
import Registers
import Telegrams

/// One reading to one register image.
enum RenderBenchmark {
    static func run() throws -> [any CustomStringConvertible] {
        var reading: Reading?
        var decoder = TelegramDecoder()
        decoder.decode(DecodeBenchmark.telegrams[0]) { outcome in
            if case .telegram(let telegram) = outcome { reading = Reading(telegram) }
        }
        guard let reading else { throw DecodeBenchmark.NothingDecoded() }
        let library = MapLibrary.builtIn
        return try library.names.map { name in
            let renderer = ImageRenderer(try library.map(name))
            let identity = MeterIdentity(reading: reading, fallback: "meter", salt: name)
            var sink = 0
            return Figure.measure("\(name), \(renderer.map.registers.count) registers", times: 20_000) { times in
                for _ in 0..<times {
                    sink &+= renderer.image(of: reading, identity: identity, status: StatusValues()).words.count
                }
            }
        }
    }
}
