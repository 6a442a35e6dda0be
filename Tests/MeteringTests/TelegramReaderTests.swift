// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

/// What is remembered of the telegram before changes nothing but the time it takes.
@Suite struct TelegramReaderTests {
    static let changes: [(name: String, lines: [String])] = [
        ("other digits", ["1-0:1.7.0(01.234*kW)", "0-0:1.0.0(260115103001W)"]),
        ("another sign", ["1-0:1.7.0(-1.234*kW)"]), ("the point elsewhere", ["1-0:1.7.0(012.34*kW)"]),
        ("another unit", ["1-0:1.7.0(00.000*kV)"]), ("another season", ["0-0:1.0.0(260701103000S)"]),
        ("no number", ["1-0:1.7.0(xx.xxx*kW)"]), ("another tariff", ["0-0:96.14.0(0001)"]),
        ("another type of submeter", ["0-1:24.1.0(007)"]),
        ("another identifier", ["0-0:96.1.1(4530303434303037333832323231353137)"]),
        ("a fuse that is set", ["1-0:31.4.0(040*A)"]), ("another version", ["1-3:0.2.8(42)"]),
    ]

    @Test("A telegram reads the same after another one as alone", arguments: changes)
    func remembered(_ change: (name: String, lines: [String])) throws {
        // Given a telegram and one that differs from it
        let first = WrittenTelegram.dutch5.with("1-0:31.4.0(999*A)")
        let second = change.lines.reduce(first) { $0.with($1) }

        // When one decoder and one reader take both, twice
        var decoder = TelegramDecoder()
        var reader = TelegramReader()
        var readings: [Reading] = []
        for telegram in [first, second, first, second] {
            decoder.decode(telegram.bytes) { outcome in
                if case .telegram(let telegram) = outcome { readings.append(reader.reading(of: telegram)) }
            }
        }

        // Then each says what it says alone
        #expect(readings.count == 4)
        for (reading, telegram) in zip(readings, [first, second, first, second]) {
            let alone = try telegram.reading()
            #expect(reading.doubts == alone.doubts)
            #expect(reading.dialect == alone.dialect)
            for quantity in Quantity.allCases {
                #expect(reading[quantity] == alone[quantity], "\(quantity.name)")
                #expect(reading.origin(quantity) == alone.origin(quantity), "\(quantity.name)")
                #expect(reading.text(quantity) == alone.text(quantity), "\(quantity.name)")
            }
        }
    }
}
