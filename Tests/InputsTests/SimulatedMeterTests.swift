// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Inputs

@Suite("The simulated meter")
struct SimulatedMeterTests {
    /// 2026-07-15 12:30:00 UTC.
    private let noon: Int64 = 1_784_118_600
    /// Built once: a house takes its time in a debug build.
    private static let meter = SimulatedMeter(house: SimulatedHouse(seed: 1))
    private var meter: SimulatedMeter { Self.meter }

    private func lines(at time: Int64) -> [String: String] {
        let text = String(decoding: meter.telegram(at: time), as: UTF8.self)
        var lines: [String: String] = [:]
        for line in text.split(separator: "\r\n") {
            let code = line.prefix { $0 != "(" }
            lines[String(code)] = String(line[code.endIndex...])
        }
        return lines
    }

    @Test("A telegram has the lines of a three-phase ESMR 5 meter, in its forms")
    func shape() throws {
        let text = String(decoding: meter.telegram(at: noon), as: UTF8.self)
        let expected: [Regex<AnyRegexOutput>] = try [
            #"/MBG5SIMULATED"#, "", #"1-3:0\.2\.8\(50\)"#, #"0-0:1\.0\.0\(260715143000S\)"#,
            #"0-0:96\.1\.1\(4D424753494D554C4154454430303031\)"#,
            #"1-0:1\.8\.1\(\d{6}\.\d{3}\*kWh\)"#, #"1-0:1\.8\.2\(\d{6}\.\d{3}\*kWh\)"#,
            #"1-0:2\.8\.1\(\d{6}\.\d{3}\*kWh\)"#, #"1-0:2\.8\.2\(\d{6}\.\d{3}\*kWh\)"#,
            #"0-0:96\.14\.0\(0002\)"#, #"1-0:1\.7\.0\(\d\d\.\d{3}\*kW\)"#, #"1-0:2\.7\.0\(\d\d\.\d{3}\*kW\)"#,
            #"0-0:96\.7\.21\(\d{5}\)"#, #"0-0:96\.7\.9\(\d{5}\)"#,
            #"1-0:99\.97\.0\(1\)\(0-0:96\.7\.19\)\(\d{12}W\)\(\d{10}\*s\)"#,
            #"1-0:32\.32\.0\(\d{5}\)"#, #"1-0:52\.32\.0\(\d{5}\)"#, #"1-0:72\.32\.0\(\d{5}\)"#,
            #"1-0:32\.36\.0\(\d{5}\)"#, #"1-0:52\.36\.0\(\d{5}\)"#, #"1-0:72\.36\.0\(\d{5}\)"#,
            #"0-0:96\.13\.0\(53494D554C41544544\)"#,
            #"1-0:32\.7\.0\(\d{3}\.\d\*V\)"#, #"1-0:52\.7\.0\(\d{3}\.\d\*V\)"#, #"1-0:72\.7\.0\(\d{3}\.\d\*V\)"#,
            #"1-0:31\.7\.0\(\d{3}\*A\)"#, #"1-0:51\.7\.0\(\d{3}\*A\)"#, #"1-0:71\.7\.0\(\d{3}\*A\)"#,
            #"1-0:21\.7\.0\(\d\d\.\d{3}\*kW\)"#, #"1-0:41\.7\.0\(\d\d\.\d{3}\*kW\)"#,
            #"1-0:61\.7\.0\(\d\d\.\d{3}\*kW\)"#, #"1-0:22\.7\.0\(\d\d\.\d{3}\*kW\)"#,
            #"1-0:42\.7\.0\(\d\d\.\d{3}\*kW\)"#, #"1-0:62\.7\.0\(\d\d\.\d{3}\*kW\)"#,
            #"0-1:24\.1\.0\(003\)"#, #"0-1:96\.1\.0\([0-9A-F]{32}\)"#,
            #"0-1:24\.2\.1\(260715143000S\)\(\d{5}\.\d{3}\*m3\)"#,
            #"0-2:24\.1\.0\(007\)"#, #"0-2:96\.1\.0\([0-9A-F]{32}\)"#,
            #"0-2:24\.2\.1\(260715143000S\)\(\d{5}\.\d{3}\*m3\)"#,
            #"![0-9A-F]{4}"#, "",
        ].map { try Regex($0) }
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == expected.count)
        for (line, pattern) in zip(lines, expected) {
            #expect(line.wholeMatch(of: pattern) != nil, "\(line)")
        }
    }

    @Test("Import and export are net of the phases, and one of them is zero", arguments: [0, 9, 12, 13, 19])
    func net(hour: Int64) throws {
        let lines = lines(at: noon - 45000 + hour * 3600 + 61)
        func watts(_ code: String) throws -> Int {
            let value = try #require(lines[code])
            return try #require(Int(value.filter(\.isNumber)))
        }
        let phases = try watts("1-0:21.7.0") + watts("1-0:41.7.0") + watts("1-0:61.7.0")
        let exports = try watts("1-0:22.7.0") + watts("1-0:42.7.0") + watts("1-0:62.7.0")
        let (imported, exported) = (try watts("1-0:1.7.0"), try watts("1-0:2.7.0"))
        #expect(imported - exported == phases - exports)
        #expect(imported == 0 || exported == 0)
    }

    @Test("The same time gives the same telegram, and the next second another")
    func repetition() {
        #expect(meter.telegram(at: noon) == SimulatedMeter(house: SimulatedHouse(seed: 1)).telegram(at: noon))
        #expect(meter.telegram(at: noon) != meter.telegram(at: noon + 1))
    }

    @Test(
        "The clock shows summer time from the last Sunday of March to the last of October",
        arguments: [
            (0, "700101010000W"), (951_782_399, "000229005959W"), (951_868_800, "000301010000W"),
            (1_774_745_999, "260329015959W"), (1_774_746_000, "260329030000S"), (1_784_118_600, "260715143000S"),
            (1_792_889_999, "261025025959S"), (1_792_890_000, "261025020000W"), (1_798_761_599, "270101005959W"),
            (1_711_846_800, "240331030000S"), (1_711_846_799, "240331015959W"),
        ] as [(Int64, String)]
    )
    func clock(time: Int64, stamp: String) {
        #expect(CentralEuropeanTime(time).stamp == stamp)
    }
}
