// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// Telegrams in the shapes of the national dialects, and odd ones. All values are made up.
enum SeedTelegrams {
    static func all() -> [[UInt8]] {
        [
            written(#"ISk5\2MT382-1003"#, dutch2, nil), written("KFM5KAIFA-METER", dutch5, .arc),
            written(#"FLU5\253700000_A"#, belgian, .arc), written(#"ISk5\2MIE5E-200"#, icelandic, nil),
            written("ELL5\\253800000_A", swedish, .arc), written("LGF5E360", lithuanian, .x25),
            written("AUX59902759", odd, .arc), withMidLineEnd(), brokenOff() + written("KFM5KAIFA-METER", dutch5, .arc),
            withEvenParity(written("KFM5KAIFA-METER", dutch5, .arc)),
        ]
    }

    /// Nearly as long as a telegram may be (`TelegramFramer.maximumLength`), and longer.
    static func long() -> [[UInt8]] {
        [written("AAA5LONG", [message(digits: 16_200)], .arc), written("AAA5LONG", [message(digits: 17_000)], nil)]
    }

    private static func written(_ identification: String, _ lines: [String], _ checksum: Checksum?) -> [UInt8] {
        var writer = TelegramWriter(identification: identification)
        for line in lines { writer.append(line: line) }
        return writer.telegram(checksum: checksum)
    }

    private static func message(digits: Int) -> String { "0-0:96.13.0(\(String(repeating: "30", count: digits / 2)))" }

    /// The end line behind the last value, as Aidon prints it.
    private static func withMidLineEnd() -> [UInt8] {
        let bytes = Array("/ADN9 1000\r\n\r\n1-0:1.7.0(0001.450*kW)\r\n1-0:32.7.0(238.6*V)!".utf8)
        let value = String(Checksum.arc.value(of: bytes.span, 0..<bytes.count), radix: 16)
        return bytes + Array((String(repeating: "0", count: 4 - value.count) + value + "\r\n").utf8)
    }

    private static func brokenOff() -> [UInt8] { written("KFM5KAIFA-METER", dutch5, .arc).dropLast(60) }

    private static func withEvenParity(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { $0.nonzeroBitCount.isMultiple(of: 2) ? $0 : $0 | 0x80 }
    }

    private static let dutch2 = [
        "0-0:96.1.1(5A414243445F3132333435363738)", "1-0:1.8.1(00170.000*kWh)", "1-0:2.8.1(00012.000*kWh)",
        "0-0:96.14.0(0001)", "1-0:1.7.0(0000.75*kW)", "0-0:17.0.0(999*A)", "0-0:96.3.10(1)", "0-0:96.13.1()",
        "0-1:24.1.0(3)", "0-1:96.1.0(3238313031353431303031333733353132)",
        "0-1:24.3.0(121030140000)(00)(60)(1)(0-1:24.2.1)(m3)", "(00024.123)", "0-1:24.4.0(1)",
    ]

    private static let dutch5 = [
        "1-3:0.2.8(50)", "0-0:1.0.0(260115103000W)", "0-0:96.1.1(4530303434303037333832323231353136)",
        "1-0:1.8.1(001975.300*kWh)", "1-0:1.8.2(002345.001*kWh)", "1-0:2.8.1(000000.000*kWh)", "0-0:96.14.0(0002)",
        "1-0:1.7.0(00.450*kW)", "1-0:2.7.0(00.000*kW)", "0-0:96.7.21(00004)", "0-0:96.7.9(00003)",
        "1-0:99.97.0(1)(0-0:96.7.19)(250101120000W)(0000000242*s)", "1-0:32.32.0(00001)", "0-0:96.13.0()",
        "1-0:32.7.0(230.1*V)", "1-0:52.7.0(229.8*V)", "1-0:72.7.0(231.0*V)", "1-0:31.7.0(002*A)", "1-0:51.7.0(001*A)",
        "1-0:71.7.0(000*A)", "1-0:21.7.0(00.400*kW)", "1-0:41.7.0(00.188*kW)", "1-0:61.7.0(00.000*kW)",
        "1-0:22.7.0(00.000*kW)", "0-1:24.1.0(003)", "0-1:96.1.0(4730303339303031373532333430313137)",
        "0-1:24.2.1(260115102500W)(01234.567*m3)", "0-2:24.1.0(007)", "0-2:24.2.1(260115102500W)(00815.600*m3)",
    ]

    private static let belgian = [
        "0-0:96.1.4(50217)", "0-0:1.0.0(260701142030S)", "1-0:1.8.1(000100.500*kWh)", "1-0:1.4.0(02.150*kW)",
        "1-0:1.6.0(260701133000S)(03.440*kW)",
        "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(260701000000S)(260612114500S)(04.329*kW)", "1-0:1.7.0(01.500*kW)",
        "1-0:32.7.0(232.5*V)", "1-0:52.7.0(000.0*V)", "1-0:72.7.0(231.0*V)", "1-0:31.7.0(004.05*A)",
        "1-0:31.4.0(999*A)", "0-1:24.1.0(003)", "0-1:24.2.3(260701142000S)(00104.250*m3)",
    ]

    private static let icelandic = [
        "0-0:96.1.0(12345678)", "1-0:0.9.1(103015)", "1-0:0.9.2(260701)", "1-0:1.7.0(01.250*kW) * ()",
        "1-0:31.7.0(005*A)", "1-0:32.7.0(231.0*V)", "1-0:1.8.0(001234.567*kWh)", "0-1:24.2.1(00123.456*m3)",
        "0-1:24.2.2(0000.350*m3/h)", "0-1:24.2.3(0068.1*degC)", "0-1:24.2.4(0031.9*degC)", "0-1:24.2.5(00001234*Wh)",
        "0-1:24.2.10(0000)",
    ]

    private static let swedish = [
        "0-0:1.0.0(260701155610W)", "1-0:1.8.0(00004711.250*kWh)", "1-0:3.8.0(00000017.350*kvarh)",
        "1-0:1.7.0(0001.450*kW)", "1-0:3.7.0(0000.000*kvar)", "1-0:4.7.0(0000.309*kVAr)", "1-0:21.7.0(0000.850*kW)",
        "1-0:22.7.0(0000.000*kW)", "1-0:23.7.0(0000.000*kvar)", "1-0:24.7.0(0000.020*kvar)", "1-0:32.7.0(238.6*V)",
        "1-0:31.7.0(003.7*A)",
    ]

    private static let lithuanian = [
        "1-0:1.8.0(000500.000*kWh)", "1-0:9.7.0(00.000*kVA)", "1-0:10.7.0(01.100*kVA)", "1-0:21.7.0(00.300*kW)",
        "1-0:42.7.0(01.200*kW)", "1-0:30.7.0(00.000*kVA)", "1-0:50.7.0(01.250*kVA)", "1-0:13.7.0(-0.913)",
        "1-0:14.7.0(0000.049*kHz)", "1-0:32.7.0(0000.242*kV)", "1-0:31.7.0(0000.005*kA)", "1-0:91.7.0(001.5*A)",
    ]

    private static let odd = [
        "1-0:1.7.0(00.450*kW", ")", "1-0:72:32.0(1)", "1.8.0(5*kWh)", "1-0:1.8.0*255(5*MWh)", "hello", "(1)(2)",
        "1-0:2.7.0",
        "0-0:96.13.0((/!A)", "1-0:1.7.0(99999999999999999999*kW)", "0-1:24.1.0(4)",
        "0-1:24.2.1(632525252525W)(00000.000)",
        "1-0:13.7.0(4.556)", "1-0:32.7.0(1*W)", "1-0:256.7.0(1*W)", "1-0:1.7.0(.5*kW)", "0-2:24.1.0(012)",
        "0-2:24.2.1(260115102500W)(12.345*GJ)", "0-0:1.0.0(260015103000W)", message(digits: 300),
    ]
}
