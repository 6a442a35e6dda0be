// SPDX-License-Identifier: Apache-2.0

import Metering
import Testing

@Suite struct MeterClockTests {
    private func seconds(_ text: String, standardOffset: Int64 = 3600) -> Int64? {
        MeterClock(Array(text.utf8)[...])?.secondsSince1970(standardOffset: standardOffset)
    }

    static let stamps: [(String, Int64)] = [
        ("260115103000W", 1_768_469_400), ("260715103000S", 1_784_104_200), ("260715103000s", 1_784_104_200),
        ("260715103000W", 1_784_107_800), ("260115103000", 1_768_469_400), ("260715103000", 1_784_104_200),
        ("240229235959W", 1_709_247_599), ("010101000000W", 978_303_600), ("691231235959W", 3_155_756_399),
    ]

    @Test("A time stamp with S, W or nothing", arguments: stamps)
    func reads(_ text: String, _ expected: Int64) {
        #expect(seconds(text) == expected)
    }

    @Test(
        "What isn't a time, and every way to say never",
        arguments: [
            "", "26011510300", "260115103000X", "260115103000WW", "26011510300aW", "632525252525S", "632525252525W",
            "000101000000W", "000101010000W", "700101010000W", "000000000000W", "000000000000", "000101000001W",
            "260015103000W", "261315103000W", "260100103000W", "260132103000W", "260229103000W", "260431103000W",
            "260115243000W", "260115106000W", "260115103060W", "2601151030-1W", "FFFFFFFFFFFFW",
        ]
    )
    func refuses(_ text: String) {
        #expect(MeterClock(Array(text.utf8)[...]) == nil)
    }

    /// Local times without a letter around the two changes of 2026: 29 March and 25 October.
    static let borders: [(String, Int64)] = [
        ("260329015959", 1_774_745_999), ("260329030000", 1_774_746_000), ("261025015959", 1_792_886_399),
        ("261025030000", 1_792_893_600), ("261025040000", 1_792_897_200),
    ]

    @Test("Without a letter the rule of the European Union holds", arguments: borders)
    func summerTime(_ text: String, _ expected: Int64) {
        #expect(seconds(text) == expected)
    }

    @Test("The letters tell the hour that occurs twice apart")
    func twice() {
        #expect(seconds("261025023000S") == 1_792_888_200)
        #expect(seconds("261025023000W") == 1_792_891_800)
    }

    @Test(
        "The borders of summer time are the same moments in every country that has it",
        arguments: [3600, 7200] as [Int64]
    )
    func countries(offset: Int64) {
        // 2026-07-01 12:00 of a country's summer time is 12:00 minus its offset minus one hour.
        #expect(seconds("260701120000", standardOffset: offset) == 1_782_907_200 - offset - 3600)
        #expect(seconds("260101120000", standardOffset: offset) == 1_767_268_800 - offset)
    }

    @Test("Iceland, which is at no offset, has no summer time")
    func iceland() {
        #expect(seconds("260701120000", standardOffset: 0) == 1_782_907_200)
        #expect(seconds("260101120000", standardOffset: 0) == 1_767_268_800)
    }

    @Test(
        "What the clock showed, for people",
        arguments: [
            ("260701142030S", "2026-07-01 14:20:30"), ("240229235959W", "2024-02-29 23:59:59"),
            ("231231000000W", "2023-12-31 00:00:00"), ("010101000000", "2001-01-01 00:00:00"),
            ("07E8061C050A2B2B00FF8880", "2024-06-28 10:43:43"),
        ]
    )
    func shown(text: String, expected: String) {
        #expect(MeterClock(Array(text.utf8)[...])?.wallTime == expected)
    }
}
