// SPDX-License-Identifier: Apache-2.0

import Metering
import Notation
import Registers
import Telegrams
import Testing

/// A map's text, read and rendered from one reading.
struct RenderedMap {
    let renderer: ImageRenderer
    let image: RegisterImage
    private static let table = "table both\n"

    /// - Parameters:
    ///   - lines: register lines; 'table both' stands in front of them unless they say a table themselves.
    ///   - without: codes that the telegram lacks.
    init(
        _ lines: String,
        without codes: [String] = [],
        status: StatusValues = StatusValues(),
        overrides: [String: String] = [:],
        lookup: @escaping RegisterMapParser.Lookup = { _ in nil }
    ) throws {
        let text = lines.contains("table ") ? lines : Self.table + lines
        let source = SourceText(name: "test.map", text: text)
        renderer = ImageRenderer(
            try RegisterMapParser.parse(source, name: "test", overrides: overrides, lookup: lookup)
        )
        let reading = try Fixture.reading(without: codes)
        image = renderer.image(of: reading, identity: Fixture.identity(reading), status: status)
    }

    /// The words from an address on, as one read of a table gives them; `nil` outside the map.
    func words(_ address: UInt16, _ count: Int, _ table: Table = .holding, of image: RegisterImage? = nil) -> [UInt16]?
    {
        for span in renderer.layout.spans where span.table == table && span.start <= address {
            let first = Int(address - span.start)
            guard first + count <= span.count else { continue }
            return Array((image ?? self.image).words[span.offset + first..<span.offset + first + count])
        }
        return nil
    }

    var all: [UInt16] { image.words }
}

/// The faults of a map's text, as "line:column message".
func faults(_ text: String, lookup: @escaping RegisterMapParser.Lookup = { _ in nil }) -> [String] {
    do throws(FaultyText) {
        _ = try RegisterMapParser.parse(SourceText(name: "test.map", text: text), name: "test", lookup: lookup)
        return []
    } catch {
        return error.diagnostics.map { "\($0.range.line):\($0.range.column) \($0.message)" }
    }
}

enum Fixture {
    /// A three-phase meter that exports 1201 W; no frequency, no reactive power.
    private static let lines = [
        "0-0:1.0.0(260115103000W)", "0-0:96.1.1(4530303434303037333832323231353136)", "1-0:1.8.1(004426.410*kWh)",
        "1-0:1.8.2(002399.899*kWh)", "1-0:2.8.1(002444.169*kWh)", "1-0:2.8.2(005866.001*kWh)", "0-0:96.14.0(0002)",
        "1-0:1.7.0(00.000*kW)", "1-0:2.7.0(01.201*kW)", "1-0:32.7.0(231.0*V)", "1-0:52.7.0(230.0*V)",
        "1-0:72.7.0(229.0*V)", "1-0:31.7.0(001*A)", "1-0:51.7.0(000*A)", "1-0:71.7.0(006*A)", "1-0:21.7.0(00.231*kW)",
        "1-0:41.7.0(00.000*kW)", "1-0:61.7.0(00.000*kW)", "1-0:22.7.0(00.000*kW)", "1-0:42.7.0(00.115*kW)",
        "1-0:62.7.0(01.317*kW)", "0-0:17.0.0(010.5)", "0-1:24.1.0(003)", "0-1:24.2.1(260115102500W)(00370.021*m3)",
    ]

    static func reading(without codes: [String] = []) throws -> Reading {
        var writer = TelegramWriter(identification: #"Ene5\T210-D"#)
        for line in lines where !codes.contains(String(line.prefix { $0 != "(" })) { writer.append(line: line) }
        var decoder = TelegramDecoder()
        var found: Telegram?
        decoder.decode(writer.telegram()) { outcome in
            if case .telegram(let telegram) = outcome { found = telegram }
        }
        return Reading(try #require(found))
    }

    static func identity(_ reading: Reading) -> MeterIdentity {
        MeterIdentity(reading: reading, fallback: "house", salt: "test:1", unit: 7)
    }
}

extension [UInt16] {
    /// The first two words as a float, high word first.
    var float: Float? {
        count >= 2 ? Float(bitPattern: UInt32(self[0]) << 16 | UInt32(self[1])) : nil
    }

    /// The characters, two in each word, without the zeros behind them.
    var text: String {
        String(decoding: flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }.prefix { $0 != 0 }, as: UTF8.self)
    }
}
