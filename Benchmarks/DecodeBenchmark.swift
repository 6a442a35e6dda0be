// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inputs
import Metering
import Telegrams

/// Telegram bytes to a complete reading: every line, checksum verified.
enum DecodeBenchmark {
    /// A simulated three-phase DSMR 5 meter with gas and water, a hundred seconds of it: telegrams of 999 bytes whose clock,
    /// powers, voltages and energies change from one to the next.
    static let telegrams = {
        let meter = SimulatedMeter(house: SimulatedHouse(seed: 1))
        return (0..<100).map { meter.telegram(at: 1_768_473_045 + $0) }
    }()

    static func run() throws -> [any CustomStringConvertible] {
        let length = telegrams[0].count
        var rows: [any CustomStringConvertible] = [
            try figure("\(length) bytes, checksum and lines", telegrams, reading: false),
            try figure("\(length) bytes, to a complete reading", telegrams),
            try figure("the same, every layout a new one", alternating(telegrams)),
        ]
        for (which, name) in [
            ("biggest", "LU-Spec-Smarty113-example.txt"), ("smallest", "NL-Kaifa-DSMR42-minimal.txt"),
        ] {
            let path = "../shared/telegrams/\(name)"
            if let data = FileManager.default.contents(atPath: path) {
                rows.append(try figure("the \(which) real one, \(data.count) bytes", [[UInt8](data)]))
            } else {
                rows.append(Missing(what: "the \(which) real one", why: "absent: \(path)"))
            }
        }
        return rows + [Competitor.row(telegrams: telegrams, watts: watts(telegrams))]
    }

    /// How long one telegram takes, of a stream that repeats `telegrams`.
    private static func figure(_ what: String, _ telegrams: [[UInt8]], reading: Bool = true) throws -> Figure {
        var decoder = TelegramDecoder()
        var reader = TelegramReader()
        var accepted = 0
        var sink: Int64 = 0
        let figure = Figure.measure(what, times: 20_000) { times in
            for index in 0..<times {
                decoder.decode(telegrams[index % telegrams.count]) { outcome in
                    guard case .telegram(let telegram) = outcome else { return }
                    accepted += 1
                    sink &+=
                        reading ? reader.reading(of: telegram)[.power]?.mantissa ?? 0 : Int64(telegram.objects.count)
                }
            }
        }
        guard accepted == Figure.rounds(of: 20_000), sink != 0 else { throw NothingDecoded() }
        return figure
    }

    /// Nothing that was remembered of the telegram before is of use for the next: each has a line more or less than it.
    private static func alternating(_ telegrams: [[UInt8]]) -> [[UInt8]] {
        telegrams.enumerated().map { index, telegram in
            guard index.isMultiple(of: 2) else { return telegram }
            let line = Array("0-0:96.13.1()\r\n".utf8)
            var body = telegram.prefix { $0 != UInt8(ascii: "!") } + line + [UInt8(ascii: "!")]
            let checksum = Checksum.arc.value(of: Array(body).span, 0..<body.count)
            body += Array("\(hexadecimal(checksum))\r\n".utf8)
            return Array(body)
        }
    }

    private static func watts(_ telegrams: [[UInt8]]) -> Int64 {
        var decoder = TelegramDecoder()
        var watts = 0.0
        for telegram in telegrams {
            decoder.decode(telegram) { outcome in
                if case .telegram(let telegram) = outcome {
                    watts += (Reading(telegram)[.power]?.double ?? 0).rounded()
                }
            }
        }
        return Int64(watts)
    }

    struct NothingDecoded: Error {}
}
