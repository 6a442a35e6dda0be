// SPDX-License-Identifier: Apache-2.0

import Inputs
import Metering
import Telegrams

/// Telegram bytes to a complete reading: every line, checksum verified.
enum DecodeBenchmark {
    /// A simulated three-phase DSMR 5 telegram with gas and water, about 1 kB.
    static let telegram = SimulatedMeter(house: SimulatedHouse(seed: 1)).telegram(at: 1_768_473_045)

    static func run() throws -> [Figure] {
        let bytes = telegram
        var decoder = TelegramDecoder()
        var sink: Int64 = 0
        let framing = Figure.measure("telegram of \(bytes.count) bytes, checksum and lines", times: 20_000) { times in
            for _ in 0..<times {
                decoder.decode(bytes) { outcome in
                    if case .telegram(let telegram) = outcome { sink &+= Int64(telegram.objects.count) }
                }
            }
        }
        let reading = Figure.measure("the same, to a complete reading", times: 20_000) { times in
            for _ in 0..<times {
                decoder.decode(bytes) { outcome in
                    if case .telegram(let telegram) = outcome { sink &+= Reading(telegram)[.power]?.mantissa ?? 0 }
                }
            }
        }
        guard sink != 0 else { throw NothingDecoded() }
        return [framing, reading]
    }

    struct NothingDecoded: Error {}
}
