// SPDX-License-Identifier: Apache-2.0

import Telegrams

/// What further countries send, with the lines that tell them apart. All values are made up.
extension WrittenTelegram {
    /// District heat only; the gateway drops the leading zeros of its checksum.
    static let warmteLink = WrittenTelegram(
        identification: "NWA-WARMTELINK",
        lines: [
            "1-3:0.2.8(50)", "0-0:1.0.0(260115103000W)", "0-0:96.1.1(ADC3100000001234)", "0-1:24.1.0(012)",
            "0-1:96.1.0(4B414D3132333435363738)", "0-1:24.2.1(260115100000W)(36.000*GJ)",
        ]
    )

    /// No letter for summer time, an identifier in plain digits, the peak's groups in reverse.
    static let wallonian = WrittenTelegram(
        identification: #"ISk5\2MIE5T-200"#,
        lines: [
            "0-0:96.1.0(12345678)", "0-0:1.0.0(260701142030)", "1-0:1.8.1(000012.500*kWh)", "1-0:1.8.2(000007.500*kWh)",
            "1-0:2.8.1(000001.000*kWh)", "1-0:2.8.2(000000.000*kWh)", "0-0:96.14.0(0001)",
            "1-0:1.6.0(03.210*kW)(260701133000)", "1-0:1.7.0(00.750*kW)", "1-0:2.7.0(00.000*kW)", "0-0:96.3.10(1)",
        ]
    )

    static let luxembourgish = WrittenTelegram(
        identification: #"Lux5\253000001_A"#,
        lines: [
            "1-3:0.2.8(42)", "0-0:1.0.0(260701142030S)", "0-0:42.0.0(53414731303330303030303030303031)",
            "1-0:1.8.0(000125.600*kWh)", "1-0:2.8.0(000010.040*kWh)", "1-0:3.8.0(000004.500*kvarh)",
            "1-0:4.8.0(000003.250*kvarh)", "1-0:1.7.0(01.250*kW)", "1-0:2.7.0(00.000*kW)", "1-0:3.7.0(00.000*kvar)",
            "1-0:4.7.0(00.300*kvar)", "0-0:17.0.0(027.6*kVA)", "1-1:31.4.0(040*A)(-040*A)", "0-0:96.3.10(1)",
            "1-0:9.7.0(01.290*kVA)", "1-0:10.7.0(00.000*kVA)", "0-1:24.1.0(007)",
            "0-1:24.2.1(632525252525S)(00000.000)",
            "0-2:24.1.0(003)", "0-2:24.2.1(260701140000S)(00055.250*m3)",
        ]
    )

    /// Reactive power by quadrant, a message filled up with FF, the checksum X-25, a slash in the identification.
    static let hungarian = WrittenTelegram(
        identification: "HLY5/D545-METER",
        lines: [
            "0-0:1.0.0(260701142030S)", "0-0:42.0.0(HLY1234567890123)", "0-0:96.1.0(123456789012345)",
            "0-0:96.14.0(TARIFF 1)", "0-0:96.3.10(ON)", "0-0:17.0.0(90.000*kW)", "1-0:1.8.0(000812.421*kWh)",
            "1-0:1.8.1(000812.421*kWh)", "1-0:2.8.0(000230.000*kWh)", "1-0:5.8.0(000010.500*kvarh)",
            "1-0:6.8.0(000001.500*kvarh)", "1-0:7.8.0(000020.000*kvarh)", "1-0:8.8.0(000004.000*kvarh)",
            "1-0:15.8.0(001042.421*kWh)", "1-0:1.7.0(00.250*kW)", "1-0:2.7.0(00.168*kW)", "1-0:5.7.0(00.000*kvar)",
            "1-0:6.7.0(00.010*kvar)", "1-0:7.7.0(00.150*kvar)", "1-0:8.7.0(00.085*kvar)", "1-0:13.7.0(4.556)",
            "1-0:31.4.0(200.00*A)",
            "0-0:98.1.0(260701000000S)(000800.100*kWh)(000700.000*kWh)", "0-0:96.13.0(Tisztelt felhasznalo)",
        ],
        checksum: .x25
    )

    static let swiss = WrittenTelegram(
        identification: #"GRE5\253000002_A"#,
        lines: [
            "0-0:1.0.0(260115103000W)", "0-0:96.1.4(50217)", "1-1:1.8.1(003000.250*kWh)", "1-1:1.8.2(003800.500*kWh)",
            "1-1:2.8.1(001000.000*kWh)", "1-1:2.8.2(000500.000*kWh)", "1-1:1.7.0(01.622*kW)", "1-1:2.7.0(00.000*kW)",
            "1-1:1.6.0(260110174500W)(05.120*kW)", "1-0:32.7.0(238.9*V)", "0-0:96.14.0(0001)",
        ]
    )

    static let israeli = WrittenTelegram(
        identification: "KFM5KAIFA-METER",
        lines: [
            "1-3:0.2.8(50)", "0-0:1.0.0(260701142030S)", "0-0:96.1.1(K01234)", "1-0:1.8.11(000100.000*kWh)",
            "1-0:1.8.12(000020.000*kWh)", "1-0:1.8.13(000003.500*kWh)", "0-0:96.14.1(03)", "1-0:1.7.0(00.850*kW)",
            "1-0:2.7.0(00.000*kW)", "1-0:32.7.0(234.0*V)", "1-0:31.7.0(003*A)",
        ]
    )

    /// Whole watt-hours and watts.
    static let austrian = WrittenTelegram(
        identification: #"EST5\253000003_A"#,
        lines: [
            "1-3:0.2.8(50)", "0-0:1.0.0(260701142030S)", "1-0:1.8.0(001234567*Wh)", "1-0:2.8.0(000000058*Wh)",
            "1-0:3.8.0(000000747*varh)", "1-0:1.7.0(00286*W)", "1-0:2.7.0(00000*W)", "1-0:3.7.0(00000*var)",
            "1-0:4.7.0(00166*var)",
        ]
    )

    static let finnish = WrittenTelegram(
        identification: "ADN9 7534",
        lines: [
            "0-0:1.0.0(260115103000W)", "1-0:1.8.0(00001234.500*kWh)", "1-0:2.8.0(00000000.000*kWh)",
            "1-0:3.8.0(00000050.000*kvarh)", "1-0:4.8.0(00000000.000*kvarh)", "1-0:1.7.0(0002.500*kW)",
            "1-0:2.7.0(0000.000*kW)", "1-0:32.7.0(230.5*V)", "1-0:31.7.0(010.9*A)",
        ]
    )

    /// Power with a sign in 16.7.0, a plus in front of it, an earlier period beside the present, a line for maintenance.
    static let german = WrittenTelegram(
        identification: "EBZ5DD3BZ06ETA_107",
        lines: [
            "1-0:0.0.0*255(1EBZ0100000001)", "1-0:1.8.0*255(012345.67890000*kWh)", "1-0:1.8.0*01(012000.00000000*kWh)",
            "1-0:2.8.0*255(000100.25000000*kWh)", "1-0:16.7.0*255(-000373.50*W)", "1-0:36.7.0*255(+000135.50*W)",
            "1-0:56.7.255*255(000100.00*W)", "1-0:76.7.0*255(-000609.00*W)", "F.F(00000000)",
        ],
        checksum: nil
    )
}
