// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

/// Telegrams in the shapes of the national dialects, made by the project's own writer. All values are made up.
struct WrittenTelegram: Sendable {
    let identification: String
    let lines: [String]
    var checksum: Checksum? = .arc

    var bytes: [UInt8] {
        var writer = TelegramWriter(identification: identification)
        for line in lines { writer.append(line: line) }
        return writer.telegram(checksum: checksum)
    }

    func telegram() throws -> Telegram {
        var decoder = TelegramDecoder()
        var found: Telegram?
        decoder.decode(bytes) { outcome in
            if case .telegram(let telegram) = outcome { found = telegram }
        }
        return try #require(found)
    }

    func reading(standardOffset: Int64? = nil) throws -> Reading {
        Reading(try telegram(), standardOffset: standardOffset)
    }

    /// The same with more lines, or with lines of the same code replaced.
    func with(_ changes: String...) -> WrittenTelegram {
        let codes = changes.map { $0.prefix { $0 != "(" } }
        let kept = lines.filter { line in !codes.contains(line.prefix { $0 != "(" }) }
        return WrittenTelegram(identification: identification, lines: kept + changes, checksum: checksum)
    }

    func without(_ codes: String...) -> WrittenTelegram {
        let kept = lines.filter { line in !codes.contains(String(line.prefix { $0 != "(" })) }
        return WrittenTelegram(identification: identification, lines: kept, checksum: checksum)
    }
}

extension WrittenTelegram {
    static let dutch2 = WrittenTelegram(
        identification: #"ISk5\2MT382-1003"#,
        lines: [
            "0-0:96.1.1(5A414243445F3132333435363738)", "1-0:1.8.1(00185.000*kWh)", "1-0:1.8.2(00084.500*kWh)",
            "1-0:2.8.1(00013.000*kWh)", "1-0:2.8.2(00019.000*kWh)", "0-0:96.14.0(0001)", "1-0:1.7.0(0000.98*kW)",
            "1-0:2.7.0(0000.00*kW)", "0-0:17.0.0(999*A)", "0-0:96.3.10(1)", "0-0:96.13.1()", "0-0:96.13.0()",
            "0-1:24.1.0(3)", "0-1:96.1.0(3238313031353431303031333733353132)",
            "0-1:24.3.0(121030140000)(00)(60)(1)(0-1:24.2.1)(m3)", "(00024.123)", "0-1:24.4.0(1)",
        ],
        checksum: nil
    )

    static let dutch4 = WrittenTelegram(
        identification: #"KFM5KAIFA-METER"#,
        lines: [
            "1-3:0.2.8(42)", "0-0:1.0.0(151009120000S)", "0-0:96.1.1(4530303235303030303639363432323135)",
            "1-0:1.8.1(001785.951*kWh)", "1-0:1.8.2(001456.126*kWh)", "1-0:2.8.1(000000.000*kWh)",
            "1-0:2.8.2(000000.000*kWh)", "0-0:96.14.0(0002)", "1-0:1.7.0(00.410*kW)", "1-0:2.7.0(00.000*kW)",
            "0-0:96.7.21(00004)", "0-0:96.7.9(00003)", "1-0:31.7.0(002*A)", "1-0:21.7.0(00.410*kW)",
            "1-0:22.7.0(00.000*kW)", "0-1:24.1.0(003)", "0-1:24.2.1(151009110000S)(00086.298*m3)",
        ]
    )

    static let dutch5 = WrittenTelegram(
        identification: #"Ene5\T210-D ESMR5.0"#,
        lines: [
            "1-3:0.2.8(50)", "0-0:1.0.0(260115103000W)", "0-0:96.1.1(4530303434303037333832323231353136)",
            "1-0:1.8.1(004426.410*kWh)", "1-0:1.8.2(002399.899*kWh)", "1-0:2.8.1(002444.169*kWh)",
            "1-0:2.8.2(005866.001*kWh)", "0-0:96.14.0(0002)", "1-0:1.7.0(00.000*kW)", "1-0:2.7.0(01.201*kW)",
            "1-0:32.7.0(231.0*V)", "1-0:52.7.0(230.0*V)", "1-0:72.7.0(229.0*V)", "1-0:31.7.0(001*A)",
            "1-0:51.7.0(000*A)", "1-0:71.7.0(006*A)", "1-0:21.7.0(00.231*kW)", "1-0:41.7.0(00.000*kW)",
            "1-0:61.7.0(00.000*kW)", "1-0:22.7.0(00.000*kW)", "1-0:42.7.0(00.115*kW)", "1-0:62.7.0(01.317*kW)",
            "0-1:24.1.0(003)", "0-1:24.2.1(260115102500W)(00370.021*m3)",
        ]
    )

    /// Three conductors without neutral: L2 is the measure of the others and reads 0 V.
    static let belgianDelta = WrittenTelegram(
        identification: #"FLU5\253770234_A"#,
        lines: [
            "0-0:96.1.4(50217)", "0-0:96.1.1(3153414733313030323336363135)", "0-0:1.0.0(260701142030S)",
            "1-0:1.8.1(000100.500*kWh)", "1-0:1.8.2(000200.250*kWh)", "1-0:2.8.1(000000.000*kWh)",
            "1-0:2.8.2(000000.000*kWh)", "0-0:96.14.0(0001)", "1-0:1.4.0(02.351*kW)",
            "1-0:1.6.0(260701133000S)(03.695*kW)",
            "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(260701000000S)(260612114500S)(04.329*kW)",
            "1-0:1.7.0(01.500*kW)", "1-0:2.7.0(00.000*kW)", "1-0:21.7.0(00.900*kW)", "1-0:41.7.0(00.000*kW)",
            "1-0:61.7.0(00.600*kW)", "1-0:22.7.0(00.000*kW)", "1-0:42.7.0(00.000*kW)", "1-0:62.7.0(00.000*kW)",
            "1-0:32.7.0(232.5*V)", "1-0:52.7.0(000.0*V)", "1-0:72.7.0(231.0*V)", "1-0:31.7.0(004.05*A)",
            "1-0:51.7.0(006.10*A)", "1-0:71.7.0(002.75*A)", "1-0:31.4.0(999*A)", "0-1:24.1.0(003)",
            "0-1:96.1.1(37464C4F32313233303838303237)", "0-1:24.2.3(260701142000S)(00112.384*m3)", "0-2:24.1.0(007)",
            "0-2:24.2.1(260701141500S)(00872.234*m3)",
        ]
    )

    static let swedish = WrittenTelegram(
        identification: "ELL5\\253100200_A",
        lines: [
            "0-0:1.0.0(260701155610W)", "1-0:1.8.0(00004711.825*kWh)", "1-0:2.8.0(00000000.000*kWh)",
            "1-0:3.8.0(00000034.150*kvarh)", "1-0:4.8.0(00000876.402*kvarh)", "1-0:1.7.0(0002.150*kW)",
            "1-0:2.7.0(0000.000*kW)", "1-0:3.7.0(0000.000*kvar)", "1-0:4.7.0(0000.420*kVAr)",
            "1-0:21.7.0(0001.300*kW)", "1-0:41.7.0(0000.450*kW)", "1-0:61.7.0(0000.400*kW)", "1-0:22.7.0(0000.000*kW)",
            "1-0:42.7.0(0000.000*kW)", "1-0:62.7.0(0000.000*kW)", "1-0:23.7.0(0000.000*kvar)",
            "1-0:43.7.0(0000.000*kvar)", "1-0:63.7.0(0000.000*kvar)", "1-0:24.7.0(0000.020*kvar)",
            "1-0:44.7.0(0000.250*kvar)", "1-0:64.7.0(0000.150*kvar)", "1-0:32.7.0(231.2*V)", "1-0:52.7.0(230.4*V)",
            "1-0:72.7.0(232.6*V)", "1-0:31.7.0(005.7*A)", "1-0:51.7.0(002.3*A)", "1-0:71.7.0(001.9*A)",
        ]
    )

    static let icelandic = WrittenTelegram(
        identification: #"ISk5\2MIE5E-200"#,
        lines: [
            "0-0:96.1.0(12345678)", "0-0:96.1.1(363031323334353637)", "1-0:0.9.1(103015)", "1-0:0.9.2(260701)",
            "1-0:1.7.0(01.250*kW) * ()", "1-0:2.7.0(00.000*kW)", "1-0:31.7.0(005*A)", "1-0:32.7.0(231.0*V)",
            "1-0:1.8.0(001234.567*kWh)", "1-0:2.8.0(000000.000*kWh)", "1-0:21.7.0(01.250*kW)", "1-0:22.7.0(00.000*kW)",
            "0-1:24.2.1(00123.456*m3)", "0-1:24.2.2(0000.350*m3/h)", "0-1:24.2.3(0068.1*degC)",
            "0-1:24.2.4(0031.9*degC)",
            "0-1:24.2.5(00001234*Wh)", "0-1:24.2.6(00001234*Wh)", "0-1:24.2.10(0000)",
        ],
        checksum: nil
    )

    /// The largest profile of the Lithuanian meters: no total power, only its phases.
    static let lithuanian = WrittenTelegram(
        identification: #"LGF5E360"#,
        lines: [
            "0-0:1.0.0(260701155610S)", "1-0:1.8.0(000500.000*kWh)", "1-0:2.8.0(000020.000*kWh)",
            "1-0:9.7.0(00.000*kVA)", "1-0:10.7.0(01.100*kVA)", "1-0:21.7.0(00.300*kW)", "1-0:22.7.0(00.000*kW)",
            "1-0:41.7.0(00.000*kW)", "1-0:42.7.0(01.200*kW)", "1-0:61.7.0(00.100*kW)", "1-0:62.7.0(00.000*kW)",
            "1-0:29.7.0(00.310*kVA)", "1-0:30.7.0(00.000*kVA)", "1-0:49.7.0(00.000*kVA)", "1-0:50.7.0(01.250*kVA)",
            "1-0:13.7.0(-0.913)", "1-0:14.7.0(0000.049*kHz)", "1-0:32.7.0(0000.242*kV)", "1-0:52.7.0(0000.240*kV)",
            "1-0:72.7.0(0000.241*kV)", "1-0:31.7.0(0000.005*kA)", "1-0:91.7.0(001.5*A)", "1-0:15.7.0(01.600*kW)",
        ]
    )
}
