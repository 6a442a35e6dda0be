// SPDX-License-Identifier: Apache-2.0

import Metering
import Telegrams
import Testing

@Suite("A submeter that has fallen silent is missing although its electricity meter speaks")
struct SubmeterWatchTests {
    private let start = ContinuousClock.now

    /// The gas volume after each telegram: so many hours after the start, with a stamp of such an hour.
    private func volumes(_ telegrams: [(hour: Int, stamp: Int?)]) throws -> [Decimal?] {
        var watch = SubmeterWatch()
        return try telegrams.map { hour, stamp in
            var reading = try reading(stamp: stamp)
            watch.withdrawSilent(from: &reading, at: start + .seconds(hour * 3600))
            return reading[.gasVolume]
        }
    }

    private func reading(stamp: Int?) throws -> Reading {
        let hour = stamp.map { ($0 < 10 ? "0" : "") + "\($0)" }
        return try WrittenTelegram(
            identification: "AAA5",
            lines: [
                "0-0:1.0.0(260115233000W)", "1-0:1.7.0(00.100*kW)", "0-1:24.1.0(003)",
                "0-1:24.2.1(\(hour.map { "260115\($0)0000W" } ?? "632525252525W"))(00005.000*m3)", "0-1:24.4.0(1)",
            ]
        ).reading()
    }

    @Test("One that reports hourly is missing after three hours without a new stamp, and back with the next")
    func hourly() throws {
        let volumes = try volumes([(0, 1), (1, 2), (2, 3), (4, 3), (5, 3), (6, 3), (7, 9)])
        #expect(volumes.map { $0 != nil } == [true, true, true, true, true, false, true])
    }

    @Test("One that reports daily is not missing in between, before its interval is known and after")
    func daily() throws {
        let telegrams = (0..<120).map { (hour: $0, stamp: $0 / 24 as Int?) }
        #expect(try volumes(telegrams).allSatisfy { $0 != nil })
    }

    @Test("One that says nothing new from the beginning is missing after a day")
    func neverNew() throws {
        #expect(try volumes([(0, 1), (25, 1), (26, 1)]).map { $0 != nil } == [true, true, false])
    }

    @Test("A value without a stamp is as old as its telegram")
    func withoutStamp() throws {
        #expect(try volumes([(0, nil), (1000, nil)]).allSatisfy { $0 != nil })
    }

    @Test("What the channel says besides goes with it; its age, the electricity and the objects as sent stay")
    func siblings() throws {
        var watch = SubmeterWatch()
        var reading = try reading(stamp: 1)
        watch.withdrawSilent(from: &reading, at: start)
        #expect(reading[.gasValve] == Decimal(1))

        watch.withdrawSilent(from: &reading, at: start + .seconds(30 * 3600))

        #expect(reading[.gasVolume] == nil)
        #expect(reading.quality(.gasVolume) == .notAvailable)
        #expect(reading[.gasValve] == nil)
        #expect(reading[.gasVolumeAge] == Decimal(81_000))
        #expect(reading[.power] == Decimal(100))
        #expect(reading.telegram.object(ObisCode(0, 1, 24, 2, 1)) != nil)
    }
}
